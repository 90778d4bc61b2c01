using MassTransit;
using Pipeline.Domain.Messages;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Queue;

/// <summary>Gives messages of the outbox to the broker.</summary>
public sealed class CommandSender(IBus bus)
{
    /// <summary>Returns once the broker has the message in a queue and on disk (publisher confirms, mandatory).</summary>
    /// <exception cref="Exception">The broker is away, refused it, or has no such queue.</exception>
    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        // exchange: and not queue:, which would declare the queue anew without its arguments.
        var endpoint = await bus.GetSendEndpoint(new Uri("exchange:" + QueueNames.Of(message.Command, message.Priority)));
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

    private static object CommandOf(OutboxMessage message) => message.Command switch
    {
        OutboxCommand.ReadDocument => new ReadDocument { Tenant = message.TenantId.Value, Document = message.DocumentId.Value },
        OutboxCommand.ExtractFields => new ExtractFields { Tenant = message.TenantId.Value, Document = message.DocumentId.Value },
        OutboxCommand.DeliverResult => new DeliverResult { Tenant = message.TenantId.Value, Document = message.DocumentId.Value },
    };
}
