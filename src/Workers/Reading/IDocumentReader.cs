using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading;

/// <summary>Makes a layout of a document. Safe for concurrent use.</summary>
public interface IDocumentReader
{
    /// <summary>Names all that decides a layout: layouts of another version are read again.</summary>
    string LayoutVersion { get; }

    /// <param name="path">The file; its name tells nothing and may hold anything that a file system allows.</param>
    /// <exception cref="ToolUnavailableException">A program that reading cannot do without is not installed: no fault of the document.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no child is left.</exception>
    Task<ReadingOutcome> ReadAsync(string path, CancellationToken cancellationToken);
}
