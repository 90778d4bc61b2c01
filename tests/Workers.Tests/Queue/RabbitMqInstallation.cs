#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
namespace Pipeline.Workers.Tests.Queue;

/// <summary>RabbitMQ as Debian's package rabbitmq-server installs it.</summary>
internal static class RabbitMqInstallation
{
    // The program in /usr/sbin runs as root or as rabbitmq only, and always with the system's folders.
    private const string Folder = "/usr/lib/rabbitmq/lib";

    /// <summary>Folder with rabbitmq-server and rabbitmqctl; null where they are not installed.</summary>
    public static string? Programs { get; } = Directory.Exists(Folder)
        ? Directory.EnumerateDirectories(Folder, "rabbitmq_server-*").Select(version => Path.Combine(version, "sbin"))
            .Where(programs => File.Exists(Path.Combine(programs, "rabbitmq-server"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;
}
