using System.Runtime.InteropServices;

namespace Pipeline.Inference.Native;

/// <summary>CPU time of the calling thread: what a step cost, however busy the machine is (clock_gettime, CLOCK_THREAD_CPUTIME_ID).</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Seconds of CPU that this thread has used.</summary>
    public static double Seconds()
    {
        _ = GetTime(ThreadCpuTime, out var time);
        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
