using System.Text;
using Pipeline.Cli.Setup;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Doctor;

/// <summary>The programs that read documents, and how far they are kept from everything else.</summary>
internal static class ReadingChecks
{
    private static readonly string[] Poppler = ["pdftotext", "pdfinfo", "pdftoppm", "pdfimages"];

    /// <summary>English, and the data that tells how a page lies.</summary>
    private static readonly string[] Languages = ["eng", "osd"];

    private static readonly ProcessLimits Limits = new() { Wall = TimeSpan.FromSeconds(10), OutputBytes = 64 << 10, ErrorBytes = 4096 };

    public static async Task<IReadOnlyList<Finding>> RunAsync(PipelineConfiguration configuration, CancellationToken cancellationToken)
    {
        var isolation = await IsolationProbe.DetectAsync(cancellationToken);
        var process = new LimitedProcess(isolation);
        List<Finding> findings = [];
        foreach (var program in Poppler)
        {
            findings.Add(ProgramPath.Find(program) is null
                ? Finding.Missing(program, "Run: sudo apt-get install poppler-utils")
                : isolation.Level == IsolationLevel.None ? Finding.Well(program, "found") : await VersionAsync(process, program, cancellationToken));
        }

        findings.Add(await TesseractAsync(process, isolation.Level, cancellationToken));
        findings.Add(isolation.Level switch
        {
            IsolationLevel.Sandbox => Finding.Well("isolation of parsers", isolation.Explanation),
            IsolationLevel.Limits => Finding.Advice("isolation of parsers", isolation.Explanation),
            IsolationLevel.None => Finding.Missing("isolation of parsers", isolation.Explanation),
        });
        findings.Add(Settings(configuration));
        return findings;
    }

    private static async Task<Finding> VersionAsync(LimitedProcess process, string program, CancellationToken cancellationToken)
    {
        var run = await process.RunAsync(new LimitedCommand(program, ["-v"], null), Limits, Text, cancellationToken);
        var said = run.Errors.Split('\n')[0].Trim();
        return run.End == ProcessEnd.Exited && said.Contains("version", StringComparison.Ordinal)
            ? Finding.Well(program, said)
            : Finding.Missing(program, $"It does not start ({said}). Run: sudo apt-get install --reinstall poppler-utils");
    }

    private static async Task<Finding> TesseractAsync(LimitedProcess process, IsolationLevel level, CancellationToken cancellationToken)
    {
        const string part = "tesseract";
        if (ProgramPath.Find(part) is null || level == IsolationLevel.None)
        {
            return Finding.Advice(part, "Scanned pages and images cannot be read without it. Run: sudo apt-get install tesseract-ocr");
        }

        var run = await process.RunAsync(new LimitedCommand(part, ["--list-langs"], null), Limits, Text, cancellationToken);
        // The first line is a heading.
        var known = (run.Output ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).ToArray();
        var lacking = Languages.Except(known, StringComparer.Ordinal).ToArray();
        return lacking.Length == 0
            ? Finding.Well(part, $"languages {string.Join(", ", known)}")
            : Finding.Advice(part, $"Data for {string.Join(" and ", lacking)} is missing, so scanned pages cannot be read. Run: sudo apt-get install {string.Join(' ', lacking.Select(language => "tesseract-ocr-" + language))}");
    }

    private static Finding Settings(PipelineConfiguration configuration)
    {
        try
        {
            return Finding.Well("reading", configuration.Reading().Ocr ? "scanned pages are read too" : "scanned pages are left unread (Pipeline:Reading:Ocr)");
        }
        catch (OperatorException e)
        {
            return Finding.Missing("reading", e.Message);
        }
    }

    private static string Text(Stream output)
    {
        using var reader = new StreamReader(output, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        return reader.ReadToEnd();
    }
}
