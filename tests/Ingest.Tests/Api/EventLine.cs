namespace Pipeline.Ingest.Tests.Api;

public sealed record EventLine(string Id, string Name, string Data);
