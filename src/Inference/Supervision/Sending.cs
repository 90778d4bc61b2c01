using Pipeline.Inference.Protocol;

namespace Pipeline.Inference.Supervision;

/// <summary>Reads that go to a child.</summary>
/// <param name="Connection">That child's; null where none is there.</param>
/// <param name="WasIdle">Nothing else was in flight: the child's progress counts from now.</param>
internal sealed record Sending(FrameStream? Connection, IReadOnlyList<PendingRead> Reads, bool WasIdle);
