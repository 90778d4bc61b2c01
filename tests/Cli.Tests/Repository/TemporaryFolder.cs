using System.Runtime.Versioning;

namespace Pipeline.Cli.Tests.Repository;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline test-");

    // The database's user passes through when the tests run as root.
    public TemporaryFolder() => File.SetUnixFileMode(FullName, File.GetUnixFileMode(FullName) | UnixFileMode.OtherExecute);

    public string FullName => _folder.FullName;

    public string Write(string relative, string text)
    {
        var path = Path.Combine(FullName, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    [UnsupportedOSPlatform("windows")]
    public void WriteScript(string relative, string text) =>
        File.SetUnixFileMode(Write(relative, text), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

    public void CopyFromCheckout(string relative)
    {
        var target = Path.Combine(FullName, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Checkout.PathOf(relative), target);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
