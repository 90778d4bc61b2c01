using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Relay;

/// <summary>The broker as the relay uses it.</summary>
public sealed record RelayBroker(QueueDeclaration Declaration, CommandSender Sender);
