using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Ingest.Api.Access;
using Pipeline.Ingest.Api.Pages;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Api.Limits;

/// <summary>What the API does by itself: looks whether there is room, notes which keys were used, and takes away what was kept long enough.</summary>
internal sealed class ApiUpkeep(ApiStores stores, Admission admission, KeyRing keys, IPageImages pages, ILogger<ApiUpkeep> log) : BackgroundService
{
    private const int KeysEvery = 5;
    private const int PurgeEvery = 60;

    /// <summary>Removes blobs that were noted, and pictures of their pages.</summary>
    public async Task RemoveBlobsAsync(CancellationToken cancellationToken)
    {
        foreach (var (tenant, sha256) in await stores.Removals.RunAsync(cancellationToken))
        {
            await pages.ForgetAsync(tenant, sha256, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var turn = 0; ; turn++)
        {
            try
            {
                await TurnAsync(turn, stoppingToken);
            }
            catch (Exception e) when (DatabaseOutage.Is(e) || e is IOException or UnauthorizedAccessException)
            {
                Log.UpkeepFailed(log, e.GetType().Name);
            }

            await timer.WaitForNextTickAsync(stoppingToken);
        }
    }

    private async Task TurnAsync(int turn, CancellationToken cancellationToken)
    {
        await admission.RefreshAsync(cancellationToken);
        if (turn % KeysEvery == 0)
        {
            await keys.NoteUseAsync(cancellationToken);
        }

        if (turn % PurgeEvery == 0)
        {
            await stores.AllAnswers.PurgeAsync(cancellationToken);
            await stores.Removals.RequestUnnamedAsync(cancellationToken);
            await RemoveBlobsAsync(cancellationToken);
        }
    }
}
