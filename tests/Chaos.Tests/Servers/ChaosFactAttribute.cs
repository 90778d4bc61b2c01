using Pipeline.Storage.Tests;
using Pipeline.Workers.Tests.Queue;

namespace Pipeline.Chaos.Tests.Servers;

/// <summary>Needs a RabbitMQ and a PostgreSQL of its own, to kill. Skipped where one of them is not installed, but for CI, where it fails.</summary>
public sealed class ChaosFactAttribute : FactAttribute
{
    public ChaosFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            return;
        }

        if (!EmbeddedPackage.IsInstalled)
        {
            Skip = "Run `npm ci --ignore-scripts`.";
        }
        else if (RabbitMqInstallation.Programs is null)
        {
            Skip = "Run `apt-get install -y --no-install-recommends rabbitmq-server`.";
        }
    }
}
