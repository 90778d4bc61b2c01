using System.Runtime.InteropServices;

namespace Pipeline.Workers.Reading.Isolation;

/// <summary>struct rusage of 64-bit Linux: two timevals, then 14 counters that are not read here.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceUsage
{
    public long UserSeconds;
    public long UserMicroseconds;
    public long SystemSeconds;
    public long SystemMicroseconds;
    private UnusedCounters _counters;

    /// <summary>User and system time of the process and of all descendants that were waited for.</summary>
    public readonly double CpuSeconds => UserSeconds + SystemSeconds + ((UserMicroseconds + SystemMicroseconds) / 1e6);

    [System.Runtime.CompilerServices.InlineArray(14)]
    private struct UnusedCounters
    {
        private long _first;
    }
}
