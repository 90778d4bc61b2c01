namespace Pipeline.Cli.Engine;

/// <summary>How this program starts itself again.</summary>
internal static class OwnExecutable
{
    public static IReadOnlyList<string> Command(string verb)
    {
        var process = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this process is not known.");
        // Under `dotnet pipeline.dll` the process is the host, which needs to be told the assembly.
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), verb]
            : [process, verb];
    }
}
