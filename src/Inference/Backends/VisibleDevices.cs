using System.Globalization;

namespace Pipeline.Inference.Backends;

/// <summary>Variables that restrict a process to some of the machine's GPUs.</summary>
internal static class VisibleDevices
{
    /// <summary>What the variable names, in its order; null where it restricts nothing.</summary>
    public static string[]? Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;

    /// <summary>What the variable has to hold to show one device that this process sees at <paramref name="ordinal"/>.</summary>
    public static string Id(string variable, int ordinal) =>
        Named(variable) is { } named && ordinal < named.Length ? named[ordinal] : ordinal.ToString(CultureInfo.InvariantCulture);
}
