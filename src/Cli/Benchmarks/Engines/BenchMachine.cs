using System.Globalization;
using Pipeline.Cli.Engine;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Where a figure comes from: processor, cores, memory.</summary>
internal static class BenchMachine
{
    public static string Name { get; } = Find();

    /// <summary>What was typed, without paths of this machine.</summary>
    public static string Command => $"pipeline {string.Join(' ', Environment.GetCommandLineArgs().Skip(1).TakeWhile(a => a is not ("--peers" or "--dataset" or "--out" or "-o")))}";

    private static string Find()
    {
        var processor = EngineTuning.Processor() is { Length: > 0 } line ? line.Split(':', 2)[^1].Trim() : "unknown processor";
        return string.Create(CultureInfo.InvariantCulture, $"{processor}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB");
    }
}
