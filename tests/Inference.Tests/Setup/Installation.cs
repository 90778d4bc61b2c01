namespace Pipeline.Inference.Tests.Setup;

/// <summary>Where the tests find the model, llama.cpp, the JSON Schema validator and the reference passages.</summary>
internal static class Installation
{
    public static string Repository { get; } = FindRepository();

    public static string Model { get; } = Path.Combine(Repository, "models", "contracts-135m.gguf");

    public static string Libraries { get; } = Path.Combine(Repository, "node_modules", "@node-llama-cpp", "linux-x64", "bins", "linux-x64");

    public static string AnswerValidator { get; } = Path.Combine(Repository, "tests", "Inference.Tests", "validate-answers.mjs");

    public static string SchemaLibrary { get; } = Path.Combine(Repository, "node_modules", "ajv", "package.json");

    /// <summary>The folder of real contracts is not part of the repository (PIPELINE_DATA; default ../shared/data beside it).</summary>
    public static string Data { get; } = Path.GetFullPath(Environment.GetEnvironmentVariable("PIPELINE_DATA") is { Length: > 0 } set ? set : Path.Combine(Repository, "..", "shared", "data"));

    /// <summary>Texts of commercial contracts.</summary>
    public static string ContractTexts { get; } = Path.Combine(Data, "cuad", "text");

    /// <summary>Reference passages lie in models, next to the contracts.</summary>
    public static string ReferencePassages { get; } = Path.GetFullPath(Path.Combine(Data, "..", "models", "inline-vectors.jsonl"));

    /// <summary>Whether something that is absent fails a test instead of skipping it.</summary>
    public static bool Required { get; } =
        Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("PIPELINE_DATA_REQUIRED") == "1";

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
