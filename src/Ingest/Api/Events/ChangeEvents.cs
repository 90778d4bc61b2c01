using System.Globalization;
using System.Text.Json;
using Pipeline.Ingest.Api.Batches;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Events;

/// <summary>Makes events of states.</summary>
internal static class ChangeEvents
{
    public static ChangeEvent Of(DocumentState state) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Microseconds(state.UpdatedAt)}-{state.ClaimNumber}-{(int)state.Stage}"),
        "state",
        JsonSerializer.Serialize(
            new DocumentChange { Id = state.Id.Value, Stage = state.Stage, Failures = state.Failures, FailureCode = state.FailureCode, UpdatedAt = state.UpdatedAt }, ApiJson.Options),
        BatchAnswer.IsEnd(state.Stage));

    public static ChangeEvent Of(BatchState state)
    {
        var (total, ended) = (state.Stages.Values.Sum(), BatchAnswer.EndedOf(state.Stages));
        return new ChangeEvent(
            string.Create(CultureInfo.InvariantCulture, $"{Microseconds(state.UpdatedAt)}-{total}-{ended}"),
            "progress",
            JsonSerializer.Serialize(new BatchChange { Id = state.Id.Value, Total = total, Ended = ended, Stages = BatchAnswer.StagesOf(state.Stages) }, ApiJson.Options),
            total > 0 && ended == total);
    }

    private static long Microseconds(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
