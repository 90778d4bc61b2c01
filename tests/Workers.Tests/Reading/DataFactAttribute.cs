using System.Runtime.CompilerServices;

namespace Pipeline.Workers.Tests.Reading;

/// <summary>A test over the folder of real contracts: PIPELINE_DATA, or ../shared/data beside the repository. Absent, it is skipped locally and fails where CI=true.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (!Directory.Exists(Folder) && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "No folder of real contracts: set PIPELINE_DATA.";
        }
    }

    public static string Folder { get; } = Environment.GetEnvironmentVariable("PIPELINE_DATA") ?? Path.Combine(Root(), "..", "shared", "data");

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
