namespace Pipeline.Storage.Messages;

/// <summary>Who received which message: kept in the inbox with the effect, so that a message that comes twice has it once (unique: the inbox's key).</summary>
/// <param name="Consumer">The consumer's name; it is part of the key, so it never changes.</param>
/// <param name="MessageId">As the outbox gave it.</param>
public sealed record MessageReceipt(string Consumer, Guid MessageId);
