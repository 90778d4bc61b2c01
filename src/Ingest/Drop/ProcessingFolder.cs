using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pipeline.Ingest.Drop.Posix;

namespace Pipeline.Ingest.Drop;

/// <summary>What this process has taken from a watched folder: processing/&lt;process&gt;/&lt;arrival&gt;/&lt;path&gt;. A lock that dies with the process, however it dies,
/// tells the others whether it is alive; what a dead one left is taken over, under the same arrival ids.</summary>
internal sealed class ProcessingFolder : IDisposable
{
    private const string LockName = "lock";

    /// <summary>Where files cannot be locked (some network file systems): a process that did not touch its lock for this long counts as dead.
    /// Should it live after all, both do the same work on the same documents, and the second changes nothing.</summary>
    private static readonly TimeSpan DeadAfter = TimeSpan.FromMinutes(10);

    private readonly WatchedFolder _folder;
    private readonly string _process;
    private readonly SafeFileHandle _lock;

    private ProcessingFolder(WatchedFolder folder, string process, SafeFileHandle @lock)
    {
        _folder = folder;
        _process = process;
        _lock = @lock;
    }

    /// <exception cref="PosixException">The folder cannot be written.</exception>
    public static ProcessingFolder Open(WatchedFolder folder)
    {
        var process = Guid.CreateVersion7().ToString("N");
        using var own = folder.Root.Ensure([WatchedFolder.Processing, process]) ?? throw NoFolder();
        var taken = own.OpenOrMakeFile(LockName);
        // A file system without locks: its time tells, see DeadAfter.
        _ = NativeMethods.FLock(taken, NativeMethods.LockExclusive | NativeMethods.LockNonBlocking);
        return new ProcessingFolder(folder, process, taken);
    }

    /// <summary>Takes a file out of the watched folder: of several processes that try, the rename lets one win.</summary>
    /// <param name="relative">Path below the watched folder.</param>
    /// <param name="foundAt">For its age.</param>
    /// <param name="reached">See <see cref="DropParts.Reached"/>.</param>
    /// <returns>Null when it is not there any more.</returns>
    /// <exception cref="PosixException">It cannot be moved.</exception>
    public async Task<Arrival?> ClaimAsync(string relative, long foundAt, Func<DropStep, Task> reached)
    {
        var arrival = new Arrival(Guid.CreateVersion7(), relative.Split('/'), foundAt);
        using var source = _folder.Root.Find(arrival.Folders);
        if (source is null)
        {
            return null;
        }

        using var target = _folder.Root.Ensure([.. PathOf(arrival), .. arrival.Folders]) ?? throw NoFolder();
        // Checkpoint: killed here, an empty folder is left under processing/, which whoever takes over removes.
        await reached(DropStep.Prepared);
        var error = source.Rename(arrival.Name, target, arrival.Name);
        if (error != 0)
        {
            Remove(arrival);
            return error == PosixException.NotThere ? null : throw new PosixException(error, "taking a file");
        }

        // Checkpoint: killed from here on, the file is found under processing/ by the next start, and goes on under the same id.
        await reached(DropStep.Claimed);
        return arrival;
    }

    /// <exception cref="PosixException">It is not there, or may not be read.</exception>
    public SafeFileHandle OpenFile(Arrival arrival)
    {
        using var folder = Find(arrival) ?? throw new PosixException(PosixException.NotThere, "opening a file");
        return folder.OpenFile(arrival.Name);
    }

    /// <returns>Null when another process has it.</returns>
    public FolderHandle? Find(Arrival arrival) => _folder.Root.Find([.. PathOf(arrival), .. arrival.Folders]);

    /// <summary>Call before the row is written: after a power cut the file must not lie in the watched folder again, where it would count as another one.</summary>
    /// <exception cref="PosixException">The disk cannot be written.</exception>
    public void Sync(Arrival arrival)
    {
        using var target = Find(arrival);
        using var source = _folder.Root.Find(arrival.Folders);
        target?.Sync();
        source?.Sync();
    }

    /// <summary>Removes the empty folders of an arrival.</summary>
    public void Remove(Arrival arrival)
    {
        string[] parts = [.. PathOf(arrival), .. arrival.Folders];
        for (var last = parts.Length - 1; last >= 2; last--)
        {
            using var above = _folder.Root.Find(parts.Take(last));
            if (above?.DeleteFolder(parts[last]) != true)
            {
                return;
            }
        }
    }

    /// <summary>Files that dead processes left, and any of our own that nobody has in hand. They are this process's from now on.</summary>
    /// <param name="inHand">Arrivals that are being worked on here.</param>
    /// <param name="now">For their age.</param>
    public IReadOnlyList<Arrival> TakeOver(Func<Guid, bool> inHand, long now)
    {
        // A sign of life for those who cannot ask for the lock.
        RandomAccess.Write(_lock, "x"u8, 0);
        foreach (var process in FoldersIn(WatchedFolder.Processing).Where(process => process != _process))
        {
            TakeOver(process);
        }

        return [.. from name in FoldersIn(WatchedFolder.Processing, _process)
                   let id = Guid.ParseExact(name, "N")
                   where !inHand(id)
                   let arrival = Found(id, now)
                   where arrival is not null
                   select arrival];
    }

    public void Dispose()
    {
        using (var own = _folder.Root.Find([WatchedFolder.Processing, _process]))
        using (var processing = _folder.Root.Find([WatchedFolder.Processing]))
        {
            // What is still in work stays, for whoever comes next.
            if (own is not null && processing is not null && FoldersIn(WatchedFolder.Processing, _process).Count == 0)
            {
                own.Delete(LockName);
                processing.DeleteFolder(_process);
            }
        }

        _lock.Dispose();
    }

    /// <summary>Gives up the lock and nothing else, as a kill does. For tests.</summary>
    internal void Abandon() => _lock.Dispose();

    private void TakeOver(string process)
    {
        using var dead = _folder.Root.Find([WatchedFolder.Processing, process]);
        using var own = _folder.Root.Find([WatchedFolder.Processing, _process]) ?? throw NoFolder();
        if (dead is null)
        {
            return;
        }

        using var theirs = dead.OpenOrMakeFile(LockName);
        if (!IsDead(theirs))
        {
            return;
        }

        foreach (var name in FoldersIn(WatchedFolder.Processing, process))
        {
            // Checkpoint: killed here, some lie in our folder and some in theirs; both are found by whoever comes next.
            _ = dead.Rename(name, own, name);
        }

        using var processing = _folder.Root.Find([WatchedFolder.Processing]);
        dead.Delete(LockName);
        processing?.DeleteFolder(process);
    }

    private bool IsDead(SafeFileHandle theirs)
    {
        if (NativeMethods.FLock(theirs, NativeMethods.LockExclusive | NativeMethods.LockNonBlocking) == 0)
        {
            return true;
        }

        // Both times are the file system's own.
        return Marshal.GetLastPInvokeError() != PosixException.TryAgain && FileFacts.Of(_lock).Since(FileFacts.Of(theirs)) > DeadAfter;
    }

    /// <summary>The one file of an arrival; null where there is none, and then its empty folders go.</summary>
    private Arrival? Found(Guid id, long now)
    {
        var root = Path.Combine(_folder.Path, WatchedFolder.Processing, _process, id.ToString("N"));
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        if (Directory.EnumerateFiles(root, "*", options).FirstOrDefault() is { } file)
        {
            return new Arrival(id, Path.GetRelativePath(root, file).Split('/'), now);
        }

        Directory.Delete(root, recursive: true);
        return null;
    }

    private string[] PathOf(Arrival arrival) => [WatchedFolder.Processing, _process, arrival.Id.ToString("N")];

    /// <summary>Those with an id for a name: others are not ours.</summary>
    private List<string> FoldersIn(params string[] parts) =>
        [.. Directory.EnumerateDirectories(Path.Combine([_folder.Path, .. parts])).Select(path => Path.GetFileName(path)).Where(name => Guid.TryParseExact(name, "N", out _))];

    private static PosixException NoFolder() => new(PosixException.NotAFolder, "opening processing/");
}
