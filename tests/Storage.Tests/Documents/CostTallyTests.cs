using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;

namespace Pipeline.Storage.Tests.Documents;

/// <summary>What the metrics of costs say, against the table. The currency for tests keeps apart what other tests book beside this one.</summary>
public sealed class CostTallyTests : DocumentStoreTestBase, IDisposable
{
    private const string Currency = "XTS";
    private static readonly Price Second = new("cpu_second", 0.125m, Currency, new DateOnly(2026, 1, 1));

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _counted = new();

    public CostTallyTests(PostgresFixture postgres)
        : base(postgres)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Pipeline.Costs")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, amount, tags, _) => Count(instrument.Name, amount, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [PostgresFact]
    public async Task What_is_booked_and_what_became_waste_is_counted_as_the_table_has_it()
    {
        var id = await ReceiveAsync(1);
        var reading = await ClaimAsync(id, DocumentStage.Received);
        await Outcomes.CompleteReadingAsync(reading, Layout, [Booked(DocumentStage.Reading, 1)], None);
        await Outcomes.CountFailureAsync(await ClaimAsync(id, DocumentStage.Extracting), DocumentFailures.EngineCrash, Result("parked"), [Booked(DocumentStage.Extracting, 2)], None);
        await Outcomes.CompleteExtractionAsync(await ClaimAsync(id, DocumentStage.Extracting), Result("one"), [Booked(DocumentStage.Extracting, 4)], None);

        Assert.Equal(["booked reading 0.125", "booked extracting 0.75", "wasted extracting 0.25"], Counted());
        Assert.Equal(await InTableAsync(), Counted());

        // A replay of the same version: the result that it replaces was for nothing, the reading is used again.
        await Intake.ReopenAsync(id, ReopenReason.Asked, Layout.ReaderVersion, None);
        await Outcomes.CompleteExtractionAsync(await ClaimAsync(id, DocumentStage.Extracting), Result("two"), [Booked(DocumentStage.Extracting, 8)], None);

        Assert.Equal(["booked reading 0.125", "booked extracting 1.75", "wasted extracting 0.75"], Counted());
        Assert.Equal(await InTableAsync(), Counted());

        // Another reader, whose first layout is lost: that reading is waste, and so is what was spent when the document is handed back.
        await Intake.ReopenAsync(id, ReopenReason.Asked, "reader-2", None);
        await Outcomes.CompleteReadingAsync(await ClaimAsync(id, DocumentStage.Received), Layout, [Booked(DocumentStage.Reading, 16)], None);
        await Outcomes.BackToReadingAsync(await ClaimAsync(id, DocumentStage.Extracting), None);
        await Outcomes.CompleteReadingAsync(await ClaimAsync(id, DocumentStage.Received), Layout, [Booked(DocumentStage.Reading, 32)], None);
        await Claims.ReleaseAsync(await ClaimAsync(id, DocumentStage.Extracting), [Booked(DocumentStage.Extracting, 64)], None);

        Assert.Equal(["booked reading 6.125", "booked extracting 9.75", "wasted reading 2", "wasted extracting 8.75"], Counted());
        Assert.Equal(await InTableAsync(), Counted());
    }

    [PostgresFact]
    public async Task Nothing_is_counted_where_nothing_was_booked()
    {
        var id = await ReceiveAsync(1);
        var lost = await ClaimAsync(id, DocumentStage.Received);
        Clock.Advance(Lease + Lease);
        await Claims.ReturnExpiredLeasesAsync(None);
        await ClaimAsync(id, DocumentStage.Received, "another");

        Assert.Equal(WriteOutcome.ClaimLost, await Outcomes.CompleteReadingAsync(lost, Layout, [Booked(DocumentStage.Reading, 1)], None));

        Assert.Empty(Counted());
    }

    private static CostEntry Booked(DocumentStage stage, decimal seconds) => CostEntry.Book(stage, seconds, Second, CostKind.Work);

    private void Count(string name, double amount, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var known = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
        if (known["currency"] == Currency)
        {
            _counted.AddOrUpdate($"{name["pipeline.costs.".Length..]} {known["stage"]}", amount, (_, sum) => sum + amount);
        }
    }

    /// <summary>Eighths and quarters are exact in a double too.</summary>
    private string[] Counted() => InOrder(_counted.Select(sum => (sum.Key, sum.Value)));

    private async Task<string[]> InTableAsync()
    {
        await using var context = Database.CreateContext();
        var costs = await context.CostEntries.AsNoTracking().ToListAsync();
        return InOrder(costs
            .SelectMany(cost => cost.Kind == CostKind.Waste ? new[] { ("booked", cost), ("wasted", cost) } : [("booked", cost)])
            .GroupBy(line => $"{line.Item1} {line.cost.Stage.ToString().ToLowerInvariant()}", line => line.cost.Amount)
            .Select(sum => (sum.Key, (double)sum.Sum())));
    }

    private static string[] InOrder(IEnumerable<(string Name, double Sum)> sums) =>
        [.. sums.OrderBy(sum => sum.Name[..6], StringComparer.Ordinal).ThenByDescending(sum => sum.Name, StringComparer.Ordinal).Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Name} {sum.Sum:0.######}"))];
}
