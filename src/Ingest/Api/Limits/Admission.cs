using Microsoft.Extensions.Logging;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Api.Limits;

/// <summary>Whether there is room for more. Looked at once a second, so that a refusal costs nothing, least of all a connection to a database that is in trouble.</summary>
internal sealed class Admission(ApiStores stores, UploadApiOptions options, ILogger<Admission> log) : IDisposable
{
    // Short bursts are smoothed; longer waiting would only hide that there is no room.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _places = new(options.UploadsAtOnce, options.UploadsAtOnce);
    private int _waiting;
    private volatile ApiProblem? _closed;

    /// <summary>Takes a place for one body. Dispose the result when it was worked on.</summary>
    /// <exception cref="ApiProblemException">There is no room.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        if (Refusal() is { } refusal)
        {
            throw new ApiProblemException(refusal);
        }

        return await _places.WaitAsync(Patience, cancellationToken) ? new Place(_places) : throw new ApiProblemException(ApiProblems.Busy);
    }

    /// <summary>Counts what was accepted since the last look.</summary>
    public void Accepted(int documents) => Interlocked.Add(ref _waiting, documents);

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var before = _closed;
        try
        {
            // Above the limit nobody needs to know how far.
            Volatile.Write(ref _waiting, await stores.States.WaitingAsync(options.MaxWaiting + 1, cancellationToken));
            _closed = stores.FreeBytes() < options.MinFreeBytes ? ApiProblems.DiskFull : null;
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            _closed = ApiProblems.DatabaseAway;
        }

        Tell(before, _closed);
    }

    public void Dispose() => _places.Dispose();

    private ApiProblem? Refusal() => _closed ?? (Volatile.Read(ref _waiting) >= options.MaxWaiting ? ApiProblems.Full : null);

    private void Tell(ApiProblem? before, ApiProblem? now)
    {
        if (now is not null && before?.Code != now.Code)
        {
            Log.Closed(log, now.Code);
        }
        else if (now is null && before is not null)
        {
            Log.Opened(log);
        }
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
