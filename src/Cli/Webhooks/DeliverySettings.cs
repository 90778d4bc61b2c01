using Pipeline.Cli.Setup;
using Pipeline.Ingest.Api;
using Pipeline.Ingest.Drop;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Delivery.Webhooks;

namespace Pipeline.Cli.Webhooks;

/// <summary>Settings of what comes in by folder and goes out by folder and HTTP.</summary>
internal static class DeliverySettings
{
    /// <exception cref="OperatorException">Settings that cannot be used; all of them are named.</exception>
    public static DropOptions Drop(PipelineConfiguration configuration, string schema, long maxBytes)
    {
        var options = configuration.Bind<DropOptions>("Pipeline:Drop") with { Schema = schema, MaxBytes = maxBytes, MinFreeBytes = configuration.Bind<UploadApiOptions>("Pipeline:Api").MinFreeBytes };
        return Checked(options, options.Problems());
    }

    /// <exception cref="OperatorException">Settings that cannot be used; all of them are named.</exception>
    public static DeliveryOptions Delivery(PipelineConfiguration configuration)
    {
        var options = configuration.Bind<DeliveryOptions>("Pipeline:Delivery");
        return Checked(options, options.Problems());
    }

    /// <exception cref="OperatorException">Settings that cannot be used; all of them are named.</exception>
    public static WebhookOptions Webhooks(PipelineConfiguration configuration)
    {
        var options = configuration.Bind<WebhookOptions>("Pipeline:Webhooks");
        return Checked(options, options.Problems());
    }

    private static T Checked<T>(T options, IReadOnlyList<string> problems) => problems.Count == 0 ? options : throw new OperatorException(string.Join('\n', problems));
}
