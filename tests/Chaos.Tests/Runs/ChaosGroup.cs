[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Pipeline.Chaos.Tests.Runs;

[CollectionDefinition(Name)]
public sealed class ChaosGroup : ICollectionFixture<ChaosWorld>
{
    public const string Name = "chaos";
}
