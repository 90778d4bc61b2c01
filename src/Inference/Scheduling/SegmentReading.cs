using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Scheduling;

/// <summary>A segment's P(finding), and its answer where one was written.</summary>
internal sealed record SegmentReading(Segment Segment, double Probability, SentenceAnswer? Answer);
