namespace Pipeline.Ingest.Drop;

/// <summary>One file that was taken from a watched folder. Its id is the name of its folder under processing/, so that it stays the same
/// however often the process is killed: the same file is one document.</summary>
/// <param name="Id">A version 7 UUID.</param>
/// <param name="Parts">Its path below the watched folder; the last part is its name.</param>
/// <param name="FoundAt">Timestamp of the clock, for its age.</param>
internal sealed record Arrival(Guid Id, IReadOnlyList<string> Parts, long FoundAt)
{
    /// <summary>How often it was tried in vain.</summary>
    public int Tries { get; init; }

    public string Relative => string.Join('/', Parts);

    public string Name => Parts[^1];

    public IEnumerable<string> Folders => Parts.SkipLast(1);

    /// <summary>What identifies the document (unique: ux_documents_source): the place, and which of the files that came there.</summary>
    public string SourceIn(string folder) => $"{folder}/{Relative}#{Id:N}";
}
