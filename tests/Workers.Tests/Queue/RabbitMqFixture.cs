#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
namespace Pipeline.Workers.Tests.Queue;

/// <summary>One throw-away broker for all tests of a collection; each test makes a virtual host of its own on it.</summary>
public sealed class RabbitMqFixture : IAsyncLifetime
{
    private RabbitMqNode? _node;

    /// <summary>Asked for without an installation, it fails: a test that is not skipped must not pass without a broker.</summary>
    public RabbitMqNode Node => _node ?? throw new InvalidOperationException("RabbitMQ is not installed. Run `apt-get install -y --no-install-recommends rabbitmq-server`.");

    public async Task InitializeAsync()
    {
        if (RabbitMqInstallation.Programs is not null)
        {
            _node = await RabbitMqNode.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Connection string (<c>amqp://…</c>) of a new virtual host without any queue.</summary>
    public Task<string> CreateVirtualHostAsync() => Node.CreateVirtualHostAsync(CancellationToken.None);

    public async Task DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }
}
