using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Serve;

/// <summary>The arguments of <c>pipeline up</c>; null leaves a setting as it is.</summary>
internal sealed record UpFlags(string? Inbox, string? Results, string? Schema, string? Model)
{
    private const string InboxKey = "Pipeline:Drop:Folders:0:Path";
    private const string ResultsKey = "Pipeline:Delivery:Folder";

    public PipelineConfiguration Load(string root, string dataFolder)
    {
        var set = PipelineConfiguration.Load(root).Values;
        Dictionary<string, string?> flags = new() { ["Transport"] = "memory" };
        Put(InboxKey, Inbox is null ? null : Path.GetFullPath(Inbox), Path.Combine(dataFolder, "inbox"));
        Put(ResultsKey, Results is null ? null : Path.GetFullPath(Results), Path.Combine(dataFolder, "results"));
        Put("Pipeline:Service:Schema", Schema, null);
        Put("Pipeline:Service:Model", Model, null);
        if (Inbox is not null || set[InboxKey] is not { Length: > 0 })
        {
            Put("Pipeline:Drop:Folders:0:Schema", Schema ?? set["Pipeline:Service:Schema"], null);
        }

        return PipelineConfiguration.Load(root, flags);

        void Put(string key, string? given, string? otherwise)
        {
            if ((given ?? (set[key] is { Length: > 0 } ? null : otherwise)) is { } value)
            {
                flags[key] = value;
            }
        }
    }

    /// <summary>A person who starts it wants to drop a file at once.</summary>
    /// <exception cref="OperatorException">A folder cannot be made.</exception>
    public static void MakeFolders(PipelineConfiguration configuration)
    {
        foreach (var key in (string[])[InboxKey, ResultsKey])
        {
            try
            {
                Directory.CreateDirectory(configuration.Values[key]!);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new OperatorException($"The folder {configuration.Values[key]} cannot be made: {e.Message} Name another with --inbox or --out.", e);
            }
        }
    }
}
