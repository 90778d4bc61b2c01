using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>What a transaction books, for <c>pipeline.costs.*</c>: taken before it is saved, counted once it is committed.
/// The meter is one for the process: it counts at the table, so no stage can book past it.</summary>
internal sealed class CostTally
{
    private static readonly Meter Meter = new("Pipeline.Costs");
    private static readonly Counter<double> Booked = Meter.CreateCounter<double>("pipeline.costs.booked", "{currency}", "Amounts booked for documents, by stage and currency.");
    private static readonly Counter<double> Wasted = Meter.CreateCounter<double>("pipeline.costs.wasted", "{currency}", "The part of them that led to no result, by the time that this is known.");

    private readonly List<Line> _lines;

    private CostTally(List<Line> lines) => _lines = lines;

    public static CostTally Of(PipelineContext context) => new([.. Lines(context)]);

    public void Count()
    {
        foreach (var line in _lines)
        {
            KeyValuePair<string, object?> stage = new("stage", line.Stage.ToString().ToLowerInvariant());
            KeyValuePair<string, object?> currency = new("currency", line.Currency);
            if (line.IsNew)
            {
                Booked.Add((double)line.Amount, stage, currency);
            }

            if (line.IsWaste)
            {
                Wasted.Add((double)line.Amount, stage, currency);
            }
        }
    }

    private static IEnumerable<Line> Lines(PipelineContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries<BookedCost>())
        {
            var cost = entry.Entity;
            var isNew = entry.State == EntityState.Added;
            var becameWaste = cost.Kind == CostKind.Waste && (isNew || entry.Property(booked => booked.Kind).OriginalValue != CostKind.Waste);
            if (isNew || becameWaste)
            {
                yield return new Line(cost.Stage, cost.Currency, cost.Amount, isNew, becameWaste);
            }
        }
    }

    private sealed record Line(DocumentStage Stage, string Currency, decimal Amount, bool IsNew, bool IsWaste);
}
