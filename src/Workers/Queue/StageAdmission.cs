using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Stages;

namespace Pipeline.Workers.Queue;

/// <summary>Turns messages of one stage into claimed documents: room first, then the claim, then the channel. The message is acknowledged when this returns, long before the work is done.</summary>
public sealed class StageAdmission(DocumentStage waitingIn, PipelineDatabase database, StageChannel channel, AdmissionTerms terms, ILogger<StageAdmission> log) : IDisposable
{
    // Far below the 30 minutes after which the broker closes the channel of a consumer that does not acknowledge.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private volatile CancellationTokenSource _closed = new();

    /// <exception cref="StageClosedException">There is no room, or will be none: the message goes back to the queue.</exception>
    public async Task AdmitAsync(AdmissionRequest request, DocumentPriority lane, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var place = await EnterAsync(lane, cancellationToken);
        var claimed = await new DocumentClaims(database.For(request.Tenant))
            .ClaimAsync(request.Document, waitingIn, terms.Worker, terms.Leases.Lease, request.Message, cancellationToken);
        if (claimed is null)
        {
            // Elsewhere in its journey, in somebody's hands, or not due yet: whatever it waits for then has a message of its own.
            Log.NothingToDo(log, request.Document.Value, request.Message.Consumer);
            return;
        }

        var work = new ClaimedWork(claimed, terms.Keeper.Hold(claimed.Claim));
        if (!place.Fill(work))
        {
            using (work.Lease)
            {
                await new DocumentClaims(database.For(request.Tenant)).ReleaseAsync(claimed.Claim, [], CancellationToken.None);
            }
        }
    }

    /// <summary>Lets those who wait for room go, so that the endpoint can stop.</summary>
    public void Close() => _closed.Cancel();

    public void Open()
    {
        if (_closed.IsCancellationRequested)
        {
            _closed.Dispose();
            _closed = new CancellationTokenSource();
        }
    }

    public void Dispose() => _closed.Dispose();

    private async Task<StagePlace> EnterAsync(DocumentPriority lane, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        limit.CancelAfter(LongestWait);
        try
        {
            return await channel.EnterAsync(lane, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StageClosedException();
        }
    }
}
