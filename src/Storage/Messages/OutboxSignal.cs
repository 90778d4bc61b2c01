namespace Pipeline.Storage.Messages;

/// <summary>Wakes the relay of this process when something was committed to the outbox. Only a hint that saves waiting: the relay also looks by itself.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    /// <summary>For others in this process who look at documents: only one may wait, any number may listen. Must not block.</summary>
    public event Action? Heard;

    public void Raise()
    {
        Heard?.Invoke();
        try
        {
            if (_raised.CurrentCount == 0)
            {
                _raised.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Another raised it in between.
        }
    }

    /// <summary>Returns when it is raised, or after <paramref name="longest"/>.</summary>
    /// <returns>Whether it was raised.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => await _raised.WaitAsync(longest, cancellationToken);

    public void Dispose() => _raised.Dispose();
}
