namespace Pipeline.Workers.Tests.Reading;

/// <summary>Tests that use up the cores for a while: alone, so that those which measure time beside them measure their own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HeavyReading
{
    public const string Name = "heavy reading";
}
