namespace Pipeline.Domain.Documents;

/// <summary>Where a document stands, in the order of its journey. Persisted as lower-case text.</summary>
public enum DocumentStage
{
    /// <summary>Bytes are in the blob store, nothing has been read.</summary>
    Received,

    /// <summary>A reader turns it into pages, blocks, words and boxes.</summary>
    Reading,

    /// <summary>The model reads its passages.</summary>
    Extracting,

    /// <summary>A result exists for the current pipeline version.</summary>
    Done,

    /// <summary>Ended without a result; the failure says why and what to do.</summary>
    Failed,

    /// <summary>Same content as another document, which carries the result.</summary>
    Duplicate,

    /// <summary>Taken away on request: the row stays for the books, content and results are gone.</summary>
    Deleted,
}
