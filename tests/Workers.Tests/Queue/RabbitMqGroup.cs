#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
namespace Pipeline.Workers.Tests.Queue;

[CollectionDefinition(Name)]
public sealed class RabbitMqGroup : ICollectionFixture<RabbitMqFixture>
{
    public const string Name = "rabbitmq";
}
