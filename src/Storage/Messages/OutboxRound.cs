namespace Pipeline.Storage.Messages;

/// <summary>What one round of publishing did.</summary>
/// <param name="Found">Messages that were due.</param>
/// <param name="Published">Of those, how many the broker has for good; the others are tried again later.</param>
/// <param name="Lag">How long the oldest published message had waited since it was due; zero where none was.</param>
/// <param name="Failure">Why the first of those that failed did; null where none did.</param>
public sealed record OutboxRound(int Found, int Published, TimeSpan Lag, Exception? Failure);
