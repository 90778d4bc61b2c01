namespace Pipeline.Domain.Tests.Evaluation;

/// <summary>The folder of real contracts, which is not part of the repository (PIPELINE_DATA; default ../shared/data beside it), and the repository itself.</summary>
internal static class SharedData
{
    public static string Repository { get; } = FindRepository();

    public static string Data { get; } =
        Path.GetFullPath(Environment.GetEnvironmentVariable("PIPELINE_DATA") is { Length: > 0 } set ? set : Path.Combine(Repository, "..", "shared", "data"));

    public static string ReferenceResults => Beside("models", "reference-kleister-held-out.jsonl");

    public static string ReferencePassages => Beside("models", "inline-vectors.jsonl");

    public static string KleisterScript => Beside("score", "kleister.py");

    public static string CuadScript => Beside("score", "cuad.py");

    public static string CuadExpected => Path.Combine(Data, "cuad", "expected.jsonl");

    public static string KleisterExpected => Path.Combine(Data, "kleister-nda", "expected.jsonl");

    public static string Splits => Path.Combine(Data, "splits.json");

    private static string Beside(string folder, string file) => Path.GetFullPath(Path.Combine(Data, "..", folder, file));

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Pipeline.sln.");
    }
}
