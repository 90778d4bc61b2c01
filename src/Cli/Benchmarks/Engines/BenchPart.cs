namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Parts of the pages, in their order. Each is measured by a command of its own and leaves the others as they are.</summary>
internal enum BenchPart
{
    Contest,
    Waiting,
    Overhead,
    Service,

    /// <summary>Written by hand: what the figures were used for.</summary>
    ServiceNotes,
}
