namespace Pipeline.Inference.Tests.Setup;

/// <summary>Tests that need the model run one after another: two at a time would only slow each other down.</summary>
[CollectionDefinition(Name)]
public sealed class ModelTests : ICollectionFixture<LoadedModel>
{
    public const string Name = "model";
}
