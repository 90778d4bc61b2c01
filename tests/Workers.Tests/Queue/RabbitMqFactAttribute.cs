#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
namespace Pipeline.Workers.Tests.Queue;

/// <summary>Needs a real RabbitMQ and a real PostgreSQL. Skipped where one of them is not installed, but for CI, where it fails.</summary>
public sealed class RabbitMqFactAttribute : FactAttribute
{
    public RabbitMqFactAttribute()
    {
        if (RabbitMqInstallation.Programs is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "Run `apt-get install -y --no-install-recommends rabbitmq-server`.";
        }
    }
}
