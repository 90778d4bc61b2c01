namespace Pipeline.Cli.Tests.Run;

/// <summary>Tests that look at the same run; and all that run the model, one after the other, since they share two cores.</summary>
[CollectionDefinition(Name)]
public sealed class RunGroup : ICollectionFixture<RunFixture>
{
    public const string Name = "run";
}
