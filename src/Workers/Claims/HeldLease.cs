namespace Pipeline.Workers.Claims;

/// <summary>A claim that is kept alive for as long as this object lives.</summary>
public sealed class HeldLease : IDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private readonly Action _release;

    internal HeldLease(Action release)
    {
        _release = release;
        Lost = _lost.Token;
    }

    /// <summary>Cancelled when another worker may have the document: what is done with it is void and should stop.</summary>
    public CancellationToken Lost { get; }

    public void Dispose()
    {
        _release();
        _lost.Dispose();
    }

    internal async Task LoseAsync()
    {
        try
        {
            await _lost.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The work ended just now.
        }
    }
}
