using System.Text;
using Pipeline.Cli.Setup;
using Pipeline.Workers.Queue;
using RabbitMQ.Client;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>The RabbitMQ of a measurement: a virtual host that nobody else works on.</summary>
internal sealed class BenchBroker(string address) : IAsyncDisposable
{
    private const int DefaultPort = 5672;

    private readonly QueueOptions _options = new() { Transport = "rabbitmq", RabbitMq = address };

    public string Address => address;

    /// <summary>Of this machine; null where the broker runs elsewhere.</summary>
    public int? Process { get; private set; }

    public string Version { get; private set; } = "";

    /// <exception cref="OperatorException">It cannot be used, or a service uses it.</exception>
    public static async Task<BenchBroker> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var broker = new BenchBroker(address);
        if (broker._options.Problems() is { Count: > 0 })
        {
            throw new OperatorException("--broker has to be an address such as amqp://guest:guest@127.0.0.1:5672/bench.");
        }

        try
        {
            await broker.PrepareAsync(cancellationToken);
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException)
        {
            throw new OperatorException($"RabbitMQ at {broker._options.Broker} cannot be used: {e.GetBaseException().Message}", e);
        }

        return broker;
    }

    /// <summary>Takes the queues away: what is in them after an interruption names documents that are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var connection = await ConnectAsync(CancellationToken.None);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: CancellationToken.None);
            foreach (var queue in QueueNames.All)
            {
                await channel.QueueDeleteAsync(queue, cancellationToken: CancellationToken.None);
                await channel.ExchangeDeleteAsync(queue, cancellationToken: CancellationToken.None);
            }
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException)
        {
            await Console.Error.WriteLineAsync($"The queues at {_options.Broker} could not be taken away: {e.GetBaseException().Message}");
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await new QueueDeclaration(_options).DeclareAsync(cancellationToken);
        await using var probe = new BrokerProbe(_options);
        if ((await probe.LookAsync(QueueNames.All, cancellationToken)).Any(queue => queue.Value.Consumers > 0 || queue.Value.Messages > 0))
        {
            throw new OperatorException($"A service works on the virtual host of --broker ({_options.Broker}), or left messages there. Name one that is for this measurement alone, such as amqp://guest:guest@127.0.0.1:5672/bench.");
        }

        await using var connection = await ConnectAsync(cancellationToken);
        Version = connection.ServerProperties?.TryGetValue("version", out var version) == true && version is byte[] text ? Encoding.UTF8.GetString(text) : "of an unknown version";
        Process = ListeningProcess.Find(connection.Endpoint.HostName, connection.Endpoint.Port > 0 ? connection.Endpoint.Port : DefaultPort);
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellationToken) =>
        await new ConnectionFactory { Uri = new Uri(address), AutomaticRecoveryEnabled = false, ClientProvidedName = "pipeline bench" }.CreateConnectionAsync(cancellationToken);
}
