using Microsoft.Extensions.Hosting;

namespace Pipeline.Ingest.Drop;

/// <summary>The watched folders of the settings, each for itself: one that hangs or is away holds up no other.</summary>
internal sealed class FileDrop(DropParts parts) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(parts.Options.Folders.Select((folder, number) => Task.Run(() => new FolderWatch(parts, folder, number).RunAsync(stoppingToken), CancellationToken.None)));
}
