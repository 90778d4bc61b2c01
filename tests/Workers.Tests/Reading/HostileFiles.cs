using System.Diagnostics;

namespace Pipeline.Workers.Tests.Reading;

/// <summary>Files that made other parsers crash, loop or eat memory.</summary>
internal static class HostileFiles
{
    public const int Count = 411;

    /// <returns>Their paths in the folder, in order.</returns>
    public static async Task<string[]> UnpackAsync(string folder)
    {
        using var tar = Process.Start("tar", ["-xJf", Path.Combine(DataFactAttribute.Folder, "hostile.tar.xz"), "-C", folder]);
        await tar.WaitForExitAsync();
        Assert.Equal(0, tar.ExitCode);
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(Count, files.Length);
        return files;
    }
}
