using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Tests.Reading;

/// <summary>A folder of its own, and readers under the isolation of this machine.</summary>
public sealed class ReadingFixture : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("reading-").FullName;

    public IsolationReport Isolation { get; private set; } = null!;

    /// <summary>Prlimit alone, as where bubblewrap is missing.</summary>
    public IsolationReport LimitsOnly => Isolation with { Level = IsolationLevel.Limits, Bubblewrap = null };

    public async Task InitializeAsync() => Isolation = await IsolationProbe.DetectAsync(CancellationToken.None);

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    public PdfReader Reader(ReadingOptions? options = null) => new(options ?? new ReadingOptions(), Isolation);

    public ContractReader AnyReader(ReadingOptions? options = null) => new(options ?? new ReadingOptions(), Isolation);

    public async Task<DocumentLayout> ReadAnyAsync(string path, ContractReader? reader = null)
    {
        var outcome = await (reader ?? AnyReader()).ReadAsync(path, CancellationToken.None);
        Assert.True(outcome is ReadingOutcome.Succeeded, (outcome as ReadingOutcome.Failed)?.Failure.Code);
        return ((ReadingOutcome.Succeeded)outcome).Layout;
    }

    public async Task<DocumentFailure> FailAnyAsync(string path, ContractReader? reader = null) =>
        Assert.IsType<ReadingOutcome.Failed>(await (reader ?? AnyReader()).ReadAsync(path, CancellationToken.None)).Failure;

    /// <summary>The text of each block.</summary>
    public async Task<string[]> BlocksAsync(byte[] bytes) =>
        [.. (await ReadAnyAsync(Write(bytes, "document"))).Pages.SelectMany(page => page.Blocks).Select(block => string.Join(' ', block.Words.Select(word => word.Text)))];

    public string Write(byte[] bytes, string name = "document.pdf")
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, Guid.CreateVersion7().ToString())).FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal string Write(TestPdf pdf, string name = "document.pdf") => Write(pdf.Bytes(), name);

    public async Task<DocumentLayout> ReadAsync(string path, PdfReader? reader = null) =>
        Assert.IsType<ReadingOutcome.Succeeded>(await (reader ?? Reader()).ReadAsync(path, CancellationToken.None)).Layout;

    public async Task<DocumentFailure> FailAsync(string path, PdfReader? reader = null) =>
        Assert.IsType<ReadingOutcome.Failed>(await (reader ?? Reader()).ReadAsync(path, CancellationToken.None)).Failure;

    public static IEnumerable<Word> Words(DocumentLayout layout) => layout.Pages.SelectMany(page => page.Blocks).SelectMany(block => block.Words);

    public static string Text(DocumentLayout layout) => string.Join(' ', Words(layout).Select(word => word.Text));
}
