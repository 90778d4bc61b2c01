namespace Pipeline.Cli.Doctor;

internal enum Health
{
    Ok,

    /// <summary>Contracts are read all the same, but not all, or slower, or less safely.</summary>
    Note,

    /// <summary>Nothing can be read until it is put right.</summary>
    Missing,
}
