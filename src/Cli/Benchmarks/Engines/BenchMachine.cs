using System.Globalization;
using Pipeline.Cli.Engine;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Where a figure comes from: processor, cores, memory.</summary>
internal static class BenchMachine
{
    public static string Name { get; } = Find();

    /// <summary>What was typed, without paths of this machine, and without addresses: they hold passwords.</summary>
    public static string Command
    {
        get
        {
            string[] typed = [.. Environment.GetCommandLineArgs().Skip(1).TakeWhile(a => a is not ("--peers" or "--dataset" or "--out" or "-o"))];
            return $"pipeline {string.Join(' ', typed.Select((a, i) => i > 0 && typed[i - 1] is ("--broker" or "--postgres") ? "ADDRESS" : a))}";
        }
    }

    /// <summary>Processes that wanted a core over the last minute: above the number of cores, others took from what is measured.</summary>
    public static string Load => ProcessTree.Read("/proc/loadavg").Split(' ')[0];

    private static string Find()
    {
        var processor = EngineTuning.Processor() is { Length: > 0 } line ? line.Split(':', 2)[^1].Trim() : "unknown processor";
        return string.Create(CultureInfo.InvariantCulture, $"{processor}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB");
    }
}
