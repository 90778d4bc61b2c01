namespace Pipeline.Cli.Keys;

/// <summary>What is said of a key on the command line.</summary>
internal sealed record KeyWords(string Name, string? Scopes, string? Expires, long? Quota, long? QuotaBytes);
