#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Storage.Tests;

/// <summary>A file system of its own in memory, small enough to be filled: what fails on it fails as on a disk that is full.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int SysAdmin = 21;

    private readonly DirectoryInfo _mount = Directory.CreateTempSubdirectory("pipeline-disk-");

    public SmallDisk(long bytes) => Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={bytes},mode=0777"), "tmpfs", _mount.FullName);

    /// <summary>This process may mount: it has CAP_SYS_ADMIN.</summary>
    public static bool CanMount { get; } = HasCapability(SysAdmin);

    public long FreeBytes => new DriveInfo(_mount.FullName).AvailableFreeSpace;

    private string Filler => Child("filler");

    public string Child(string name) => Path.Combine(_mount.FullName, name);

    /// <summary>Takes all room but so much.</summary>
    public void Fill(long leave)
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        for (var left = FreeBytes - leave; left > 0; left -= block.Length)
        {
            filler.Write(block);
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        // Lazily: what a test still has open must not keep it.
        Run("umount", "-l", _mount.FullName);
        _mount.Delete();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {error}");
        }
    }

    private static bool HasCapability(int number)
    {
        const string effective = "CapEff:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(effective, StringComparison.Ordinal));
        return line is not null && (ulong.Parse(line.AsSpan(effective.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> number & 1) == 1;
    }
}
