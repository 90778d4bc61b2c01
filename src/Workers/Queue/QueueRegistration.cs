using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Workers.Queue;

/// <summary>Puts the bus into a host: the same consumers over either transport. Which queues a process listens to is decided by its roles, through <see cref="QueueEndpoints"/>.</summary>
public static class QueueRegistration
{
    public static IServiceCollection AddQueue(this IServiceCollection services, QueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddSingleton<CommandSender>();
        services.AddSingleton<QueueEndpoints>();
        services.AddSingleton<BrokerProbe>();
        services.AddSingleton<QueueDeclaration>();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<ReadDocumentConsumer, ReadDocumentConsumerDefinition>();
            bus.AddConsumer<ExtractFieldsConsumer, ExtractFieldsConsumerDefinition>();
            bus.AddConsumer<DeliverResultConsumer, DeliverResultConsumerDefinition>();
            switch (options.Kind)
            {
                case QueueTransport.Memory:
                    bus.UsingInMemory((_, _) => { });
                    break;
                case QueueTransport.RabbitMq:
                    bus.UsingRabbitMq((_, rabbit) => Connect(rabbit, options));
                    break;
            }
        });
        return services;
    }

    internal static void Connect(IRabbitMqBusFactoryConfigurator rabbit, QueueOptions options)
    {
        // The address as MassTransit wants it; user and password are taken from it.
        rabbit.Host(new Uri(options.RabbitMq!), host =>
        {
            host.PublisherConfirmation = true;
            // A broker that is gone without a word is found out within two of these.
            host.Heartbeat(TimeSpan.FromSeconds(10));
        });
    }
}
