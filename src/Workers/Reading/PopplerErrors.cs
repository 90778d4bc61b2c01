using Pipeline.Domain.Documents;

namespace Pipeline.Workers.Reading;

/// <summary>What poppler 22.12 says on standard error; its exit code is 1 for nearly everything.</summary>
internal static class PopplerErrors
{
    private static readonly string[] Locked = ["Incorrect password", "Couldn't find the security handler", "Unsupported version/revision", "Unsupported security handler"];

    private static readonly string[] OutOfMemory = ["Out of memory", "bad_alloc"];

    private static readonly string[] RebuildsTable = ["Couldn't find trailer dictionary", "Couldn't read xref table", "Invalid XRef entry", "xref num"];

    /// <summary>The failure that a non-zero exit code stands for.</summary>
    public static DocumentFailure Failure(string errors) =>
        Says(errors, Locked) ? DocumentFailures.Encrypted
        : Says(errors, OutOfMemory) ? DocumentFailures.ReaderCrashed
        : DocumentFailures.Damaged;

    /// <summary>The table of contents was missing or wrong, and poppler made one from the objects it found.</summary>
    public static bool Rebuilt(string errors) => Says(errors, RebuildsTable);

    private static bool Says(string errors, string[] any) => Array.Exists(any, text => errors.Contains(text, StringComparison.Ordinal));
}
