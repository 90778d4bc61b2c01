using Pipeline.Storage.Access;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>Keeps a client's idempotency key in hand while its body arrives, and gives it free if nothing came of it.</summary>
internal sealed class HeldKey : IAsyncDisposable
{
    private readonly KeptAnswers _answers;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    public HeldKey(KeptAnswers answers, IdempotencyHold hold)
    {
        _answers = answers;
        Hold = hold;
        _renewing = RenewAsync();
    }

    public IdempotencyHold Hold { get; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
        try
        {
            // Does nothing once there is an answer.
            await _answers.AbandonAsync(Hold, CancellationToken.None);
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            // It ends by itself.
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(KeptAnswers.HoldFor / 3);
        while (await timer.WaitForNextTickAsync(_ended.Token))
        {
            try
            {
                await _answers.RenewAsync(Hold, _ended.Token);
            }
            catch (Exception e) when (DatabaseOutage.Is(e))
            {
                // Two renewals may be lost; if the key is taken over, the commit finds out.
            }
        }
    }
}
