using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Relay;

/// <summary>What the relay works with.</summary>
public sealed record RelaySettings(RelayOptions Options, QueueOptions Queue, TimeProvider Clock);
