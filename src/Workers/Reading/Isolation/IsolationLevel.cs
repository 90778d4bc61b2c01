namespace Pipeline.Workers.Reading.Isolation;

/// <summary>How far parsers of foreign files are kept from the rest of the machine.</summary>
public enum IsolationLevel
{
    /// <summary>Not even limits can be set: no parser is started.</summary>
    None,

    /// <summary>prlimit: memory, CPU, file size and descriptors are capped; files and network are reachable.</summary>
    Limits,

    /// <summary>prlimit and bubblewrap: no network, a read-only view of the system's programs and no other file, own process ids.</summary>
    Sandbox,
}
