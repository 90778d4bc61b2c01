using Microsoft.Extensions.Logging;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Drop;

/// <summary>What every watched folder works with.</summary>
internal sealed record DropParts(PipelineDatabase Database, TenantBlobs Blobs, TimeProvider Clock, DropMetrics Metrics, ILogger Log, DropOptions Options)
{
    /// <summary>Called at each step; tests never return from it, as a killed process does not.</summary>
    public Func<DropStep, Task> Reached { get; init; } = _ => Task.CompletedTask;

    /// <summary>Made once per folder; tests give ones that lose what they are told.</summary>
    public Func<string, IChangeHints> Hints { get; init; } = path => new ChangeHints(path);
}
