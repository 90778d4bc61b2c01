namespace Pipeline.Inference.Supervision;

/// <summary>How to start the child and when to give it up.</summary>
public sealed record EngineChildOptions
{
    /// <summary>Executable and leading arguments that lead to <c>pipeline engine</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Folder for the socket, mode 0700; its path must be short (a socket's is at most 107 bytes).</summary>
    public required string RunFolder { get; init; }

    public required EngineSettings Settings { get; init; }

    /// <summary>Without a token of progress for this long, or for ten full steps where that is longer, with work at hand, the child is killed.</summary>
    public TimeSpan StallFloor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a full step is expected to take until it was measured. The default model takes about a second; one of 7B on two cores 40.</summary>
    public TimeSpan ExpectedStep { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Loading maps the file; a cold disk and a large model take a while.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Starts in a row that come to nothing (no child, or a child that died before it read a document) before work is given up.</summary>
    public int StartAttempts { get; init; } = 5;
}
