namespace Pipeline.Domain.Layout;

/// <summary>A non-empty, whitespace-free string with its place on the page. <paramref name="Line"/> numbers the lines of the block from 0;
/// words of one line share it. <paramref name="Confidence"/> is the OCR engine's, 0 to 1, and null for a text layer. <paramref name="Hidden"/>: it is in the text layer, but nobody who looks at the page sees it.</summary>
public sealed record Word(string Text, Box? Box, int Line, double? Confidence = null, bool Hidden = false);
