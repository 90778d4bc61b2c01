namespace Pipeline.Inference.Supervision;

/// <summary>How to start the child and when to give it up.</summary>
public sealed record EngineChildOptions
{
    /// <summary>Executable and leading arguments that lead to <c>pipeline engine</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Folder for the socket, mode 0700; its path must be short (a socket's is at most 107 bytes).</summary>
    public required string RunFolder { get; init; }

    public required EngineSettings Settings { get; init; }

    /// <summary>Without a token of progress for this long, with work at hand, the child is killed. A step takes about a second; a 7B model on two cores 40 s.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Loading maps the file; a cold disk and a large model take a while.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Starts that fail in a row before work is given up.</summary>
    public int StartAttempts { get; init; } = 5;
}
