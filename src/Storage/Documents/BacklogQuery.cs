using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>How much there is to do. Reads the open documents alone (index ix_documents_open): its cost does not grow with those that are done.</summary>
public sealed class BacklogQuery(PipelineDatabase database)
{
    public async Task<IReadOnlyList<Backlog>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        var rows = await context.Documents.AsNoTracking()
            .Where(document => document.Stage == DocumentStage.Received || document.Stage == DocumentStage.Reading || document.Stage == DocumentStage.Extracting)
            .Where(document => document.Schema != null)
            .GroupBy(document => new { document.Stage, document.Priority, Taken = document.ClaimedBy != null })
            .Select(group => new { group.Key, Count = group.Count(), Oldest = group.Min(document => document.UpdatedAt) })
            .ToListAsync(cancellationToken);
        return [.. rows.GroupBy(row => (row.Key.Stage, row.Key.Priority)).Select(stage => new Backlog(
            stage.Key.Stage,
            stage.Key.Priority,
            stage.Where(row => !row.Key.Taken).Sum(row => row.Count),
            stage.Where(row => row.Key.Taken).Sum(row => row.Count),
            stage.Where(row => !row.Key.Taken).Select(row => now - row.Oldest).DefaultIfEmpty(TimeSpan.Zero).Max()))];
    }
}
