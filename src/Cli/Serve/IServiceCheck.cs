namespace Pipeline.Cli.Serve;

/// <summary>Something that a process needs to do its work. Asked each time <c>/health/ready</c> is.</summary>
internal interface IServiceCheck
{
    /// <returns>What is wrong and what becomes of documents meanwhile; null where nothing is.</returns>
    Task<string?> ProblemAsync(CancellationToken cancellationToken);
}
