using System.Text.Json;
using Pipeline.Storage.Tests;

namespace Pipeline.Chaos.Tests.Servers;

/// <summary>A copy of the server's package where any user may run it, with the links that its install script would make.</summary>
internal static class PostgresPrograms
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static void CopyTo(string folder)
    {
        var source = Path.Combine(EmbeddedPackage.Folder, "native");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".a", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, Executable);
        }

        using var links = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(source, "pg-symlinks.json")));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(folder, Path.GetRelativePath("native", link.GetProperty("target").GetString()!));
            var to = Path.Combine(folder, Path.GetRelativePath("native", link.GetProperty("source").GetString()!));
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, to));
        }

        foreach (var made in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder))
        {
            File.SetUnixFileMode(made, Executable);
        }
    }
}
