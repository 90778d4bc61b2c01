using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Results;
using Pipeline.Workers.Tests.Reading;

namespace Pipeline.Cli.Tests.Run;

/// <summary>One run over the sample contracts, rotated copies of them, and a file for each way in which a file can be bad.</summary>
public sealed class RunFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.FullName;

    public string Input => Path.Combine(Folder, "in");

    public string Out => Path.Combine(Folder, "out");

    public string Data => Path.Combine(Folder, "data");

    public int ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    public IReadOnlyList<DocumentResult> Results { get; private set; } = [];

    public static IReadOnlyList<DocumentResult> ReadResults(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "results.jsonl")).Select(ResultJson.Read)];

    public DocumentResult Result(string name) => Results.Single(r => r.Document == name);

    public async Task InitializeAsync()
    {
        WriteInput();
        using var run = await PipelineProcess.RunAsync("run", Input, "--out", Out, "--data", Data);
        (ExitCode, Output, Errors) = (run.ExitCode, run.Output, run.Errors);
        if (File.Exists(Path.Combine(Out, "results.jsonl")))
        {
            Results = ReadResults(Out);
        }
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private void WriteInput()
    {
        Directory.CreateDirectory(Path.Combine(Input, "sub folder"));
        var nda = File.ReadAllBytes(Checkout.PathOf("samples/contracts/mutual-nda.pdf"));
        Write("nda.pdf", nda);
        Write("sub folder/the same again.pdf", nda);
        Write("rotated 90.pdf", Rotated(nda, 90));
        Write("rotated 270.pdf", Rotated(nda, 270));
        Write("saas.pdf", File.ReadAllBytes(Checkout.PathOf("samples/contracts/saas-agreement.pdf")));
        Write("encrypted.pdf", EncryptedPdfs.UserPassword);
        Write("truncated.pdf", nda[..(nda.Length / 2)]);
        Write("empty.pdf", []);
        Write("also empty.pdf", []);
        Write("not a pdf.pdf", [0, 1, 2, 3, 0, 255, 254]);
        Write("no words.pdf", new TestPdf { Content = "0 0 m 100 100 l S" }.Bytes());
        Write("5000 pages.pdf", new TestPdf { Pages = 5000 }.Bytes());
        Write("long word.pdf", new TestPdf { Content = SmallContracts.Page(["It is governed by the laws of the State of Ohio.", new string('x', 100_000)]) }.Bytes());
        Write("-- odd '\"\n\e[31m名前.pdf", new TestPdf { Content = SmallContracts.Page(["This Agreement is governed by the laws of the State of Texas."]) }.Bytes());
        Write("<img src=x onerror=document.title=1>.pdf", new TestPdf { Content = SmallContracts.Page(["This Agreement is governed by the laws of the State of Nevada <script>document.title='owned'<img src=x onerror=document.title=2>."]) }.Bytes());
        Write("letter.log", "This is not a contract."u8.ToArray());
        File.CreateSymbolicLink(Path.Combine(Input, "gone.pdf"), Path.Combine(Input, "nowhere"));
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(Input, name), bytes);

    /// <summary>The page dictionaries get a rotation in place of two entries that readers do not need, byte for byte as long.</summary>
    private static byte[] Rotated(byte[] pdf, int degrees)
    {
        var text = System.Text.Encoding.Latin1.GetString(pdf);
        var rotated = System.Text.RegularExpressions.Regex.Replace(text, "/StructParents \\d+\n/Tabs /S", m => $"/Rotate {degrees}".PadRight(m.Length));
        Assert.NotEqual(text, rotated);
        return System.Text.Encoding.Latin1.GetBytes(rotated);
    }
}
