using System.Text.RegularExpressions;

namespace Pipeline.Cli.Serve;

/// <summary>What a document may name as its schema. A sender's word becomes a file name here, so it can be no path.</summary>
internal static partial class SchemaName
{
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
