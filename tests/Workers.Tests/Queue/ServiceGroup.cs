using Pipeline.Storage.Tests;

namespace Pipeline.Workers.Tests.Queue;

[CollectionDefinition(Name)]
public sealed class ServiceGroup : ICollectionFixture<PostgresFixture>, ICollectionFixture<RabbitMqFixture>
{
    public const string Name = "service";
}
