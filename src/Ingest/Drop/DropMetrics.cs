using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Pipeline.Ingest.Drop;

/// <summary>Counts of the file drop: meter <c>Pipeline.Drop</c>.</summary>
internal sealed class DropMetrics
{
    private readonly ConcurrentDictionary<FolderGauge, bool> _folders = new();
    private readonly Counter<long> _found;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _deferred;
    private readonly Counter<long> _takenOver;

    public DropMetrics(IMeterFactory meters)
    {
        // The factory owns it.
#pragma warning disable CA2000
        var meter = meters.Create("Pipeline.Drop");
#pragma warning restore CA2000
        _found = meter.CreateCounter<long>("pipeline.drop.found", "{file}", "Files taken from watched folders.");
        _ended = meter.CreateCounter<long>("pipeline.drop.ended", "{file}", "Files dealt with, by where they were moved.");
        _deferred = meter.CreateCounter<long>("pipeline.drop.deferred", "{try}", "Tries in vain: the database or a disk away, or the file still being written.");
        _takenOver = meter.CreateCounter<long>("pipeline.drop.taken_over", "{file}", "Files that a dead process left under processing/.");
        meter.CreateObservableGauge("pipeline.drop.ignored", () => _folders.Keys.Select(folder => new Measurement<int>(folder.Ignored, folder.Folder)), "{entry}", "Links, pipes, sockets, and folders that may not be entered, at the last look.");
        meter.CreateObservableGauge("pipeline.drop.waiting", () => _folders.Keys.Select(folder => new Measurement<long>(folder.Waiting, folder.Folder)), "{file}", "Files seen and not dealt with.");
        meter.CreateObservableGauge("pipeline.drop.oldest", () => _folders.Keys.Select(folder => new Measurement<double>(folder.Oldest, folder.Folder)), "s", "Since when the oldest of them waits.");
    }

    public FolderGauge Watch(int folder)
    {
        var gauge = new FolderGauge(folder, ended => _folders.TryRemove(ended, out _));
        _folders[gauge] = true;
        return gauge;
    }

    public void Found() => _found.Add(1);

    public void Ended(ArrivalOutcome outcome) => _ended.Add(1, new KeyValuePair<string, object?>("end", WatchedFolder.NameOf(outcome.End)));

    public void Deferred() => _deferred.Add(1);

    public void TakenOver() => _takenOver.Add(1);
}
