using MassTransit;
using Pipeline.Domain.Messages;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Queue;

/// <summary>Gives messages of the outbox to the broker. With RabbitMQ over a bus of its own, which is renewed after a failure: one whose channel was lost in the middle of confirming
/// may wait for that confirmation for ever, and with it everything that is sent after.</summary>
/// <param name="options">Which broker.</param>
/// <param name="inMemory">The bus of this process, for the transport that ends in it.</param>
public sealed class CommandSender(QueueOptions options, IBus inMemory) : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private IBusControl? _own;

    /// <summary>Begins anew. Before the first message, and after each failure.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (options.Kind == QueueTransport.Memory)
        {
            return;
        }

        var fresh = Bus.Factory.CreateUsingRabbitMq(rabbit => QueueRegistration.Connect(rabbit, options));
        await fresh.StartAsync(cancellationToken);
        if (Interlocked.Exchange(ref _own, fresh) is { } old)
        {
            // Aside: one that hangs must not keep the new one.
            _ = StopAsync(old);
        }
    }

    /// <summary>Returns once the broker has the message in a queue and on disk (publisher confirms, mandatory).</summary>
    /// <exception cref="Exception">The broker is away, refused it, or has no such queue.</exception>
    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        // exchange: and not queue:, which would declare the queue anew without its arguments.
        var endpoint = await (_own ?? inMemory).GetSendEndpoint(new Uri("exchange:" + QueueNames.Of(message.Command, message.Priority)));
        var pipe = Pipe.Execute<SendContext>(context =>
        {
            context.MessageId = message.MessageId;
            if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
            {
                rabbit.Mandatory = true;
                rabbit.AwaitAck = true;
            }
        });
        await endpoint.Send(CommandOf(message), pipe, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _own, null) is { } last)
        {
            await StopAsync(last);
        }
    }

    private static async Task StopAsync(IBusControl bus)
    {
        try
        {
            using var limit = new CancellationTokenSource(StopLimit);
            await bus.StopAsync(limit.Token).WaitAsync(limit.Token);
        }
#pragma warning disable CA1031 // Its connection is gone, or goes with the process.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private static object CommandOf(OutboxMessage message) => message.Command switch
    {
        OutboxCommand.ReadDocument => new ReadDocument { Tenant = message.TenantId.Value, Document = message.DocumentId.Value },
        OutboxCommand.ExtractFields => new ExtractFields { Tenant = message.TenantId.Value, Document = message.DocumentId.Value },
        OutboxCommand.DeliverResult => new DeliverResult { Tenant = message.TenantId.Value, Document = message.DocumentId.Value },
    };
}
