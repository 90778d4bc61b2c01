namespace Pipeline.Ingest.Drop;

/// <summary>Told by the system that something changed in a folder: a hint that saves waiting for the next rescan, never the truth.</summary>
internal interface IChangeHints : IDisposable
{
    /// <summary>Paths below the folder that changed since the last call; null when some were lost, and the whole folder has to be looked through.</summary>
    IReadOnlyCollection<string>? Take();

    /// <summary>Returns soon after something changed or somebody called <see cref="Wake"/>, or after <paramref name="longest"/>.</summary>
    Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken);

    void Wake();
}
