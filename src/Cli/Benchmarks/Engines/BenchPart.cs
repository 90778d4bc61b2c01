namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Parts of the page, in its order. Each is measured by a command of its own and leaves the others as they are.</summary>
internal enum BenchPart
{
    Contest,
    Waiting,
    Overhead,
}
