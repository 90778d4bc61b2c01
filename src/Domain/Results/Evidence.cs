namespace Pipeline.Domain.Results;

/// <summary>Where a value stands: the sentence as quote, the value's span in it (start and end in UTF-16 units, null where the whole sentence is meant),
/// and one box [x0, y0, x1, y1] per line of that page that the span (or the sentence) covers, in points of the displayed page.</summary>
public sealed record Evidence(int Page, string Quote, int[]? Span, IReadOnlyList<double[]> Boxes);
