namespace Pipeline.Storage.Access;

/// <summary>What a key may send in a day; null for no limit.</summary>
public sealed record UsageLimit(Guid KeyId, long? DailyDocuments, long? DailyBytes);
