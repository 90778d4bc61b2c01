using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Cli.Operations;

/// <summary>What waits and since when, as gauges: what an operator watches first, and what scaling goes by. Asked of the database, so that every process shows the same.</summary>
internal sealed class BacklogMeter : BackgroundService
{
    // As often as collectors usually ask.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly BacklogQuery _query;
    private readonly ILogger<BacklogMeter> _log;
    private volatile IReadOnlyList<Backlog> _last = [];

    public BacklogMeter(PipelineDatabase database, IMeterFactory meters, ILogger<BacklogMeter> log)
    {
        _query = new BacklogQuery(database);
        _log = log;
        // The factory's, which ends it.
#pragma warning disable CA2000
        var meter = meters.Create("Pipeline.Backlog");
#pragma warning restore CA2000
        meter.CreateObservableGauge("pipeline.documents.waiting", () => Measure(backlog => backlog.Waiting), "{document}", "Documents that wait for a worker.");
        meter.CreateObservableGauge("pipeline.documents.working", () => Measure(backlog => backlog.Working), "{document}", "Documents that a worker has under lease.");
        meter.CreateObservableGauge("pipeline.documents.age", () => Measure(backlog => (int)backlog.OldestWaiting.TotalSeconds), "s", "How long the document that waits longest has waited in its stage.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                _last = await _query.ReadAsync(stoppingToken);
            }
            catch (Exception e) when (DatabaseOutage.Is(e))
            {
                // Old figures are worse than none: an alarm goes by them.
                _last = [];
                Log.NoBacklog(_log, e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<int>> Measure(Func<Backlog, int> value) => _last.Select(backlog => new Measurement<int>(
        value(backlog),
        new KeyValuePair<string, object?>("stage", backlog.Stage.ToString().ToLowerInvariant()),
        new KeyValuePair<string, object?>("priority", backlog.Priority.ToString().ToLowerInvariant())));
}
