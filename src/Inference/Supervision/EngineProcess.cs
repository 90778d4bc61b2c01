using System.Runtime.InteropServices;

namespace Pipeline.Inference.Supervision;

/// <summary>What the child does for itself at start, so that it cannot outlive or betray its parent.</summary>
public static unsafe partial class EngineProcess
{
    // <sys/resource.h> of Linux.
    private const int CoreLimit = 4;
    private const int StandardInput = 0;

    /// <summary>Ends the process when its standard input, a pipe that the parent holds open, comes to its end: also when all other threads hang in native code.
    /// The kernel closes the pipe however the parent died; a parent-death signal would follow the thread that started the child.</summary>
    /// <param name="grace">For an orderly end, before the hard one.</param>
    public static void EndWithParent(TimeSpan grace) =>
        new Thread(() => Watch(grace)) { IsBackground = true, Name = "parent watch" }.Start();

    /// <summary>No core dumps: they would hold document text, and a child that writes gigabytes holds its socket open, so that its death is seen late.</summary>
    public static void ForbidCoreDumps()
    {
        // One byte, not none: with 0 the kernel still feeds a dump to a crash handler behind a pipe (core(5)); with 1 it does not.
        var limit = new Limit { Soft = 1, Hard = 1 };
        _ = SetLimit(CoreLimit, &limit);
    }

    private static void Watch(TimeSpan grace)
    {
        byte ignored;
        while (Read(StandardInput, &ignored, 1) is var count && (count > 0 || (count < 0 && Marshal.GetLastPInvokeError() == Interrupted)))
        {
            // The parent writes nothing; what comes all the same means nothing.
        }

        using var never = new ManualResetEventSlim();
        never.Wait(grace);
        // Not Environment.Exit: that waits for finalizers and handlers, which may hang too.
        ExitNow(1);
    }

    private const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, Limit* limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
