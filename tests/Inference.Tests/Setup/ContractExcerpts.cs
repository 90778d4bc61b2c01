using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Inference.Tests.Setup;

/// <summary>Short requests of real text: how a contract begins, and what it says of its law and its term.</summary>
internal static partial class ContractExcerpts
{
    private const int Characters = 400;
    private const int LongestSentence = 350;

    private static readonly string[] Fields = ["agreement_date", "document_name", "effective_date", "governing_law", "parties", "term"];

    /// <summary>Of contracts that the default model never saw, in the order of their names; then of others.</summary>
    public static List<EngineRequest> Take(int count)
    {
        using var splits = JsonDocument.Parse(File.ReadAllText(Path.Combine(Installation.Data, "splits.json")));
        var cuad = splits.RootElement.GetProperty("cuad");
        return [.. new[] { "held_out", "train" }.SelectMany(split => Names(cuad.GetProperty(split))).Take(count).Select(Request)];
    }

    private static IEnumerable<string> Names(JsonElement split) => split.EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal);

    private static EngineRequest Request(string name) =>
        Contracts.Request(Contracts.Fields(Fields), Sentences(File.ReadAllText(Path.Combine(Installation.ContractTexts, name + ".txt"))));

    private static string[] Sentences(string text)
    {
        var all = SentenceEnd().Split(text).Select(s => Space().Replace(s, " ").Trim()).Where(s => s.Length is > 3 and < LongestSentence).ToList();
        var start = all.Take(1 + all.TakeWhile((_, i) => all.Take(i + 1).Sum(s => s.Length) < Characters).Count()).ToList();
        return [.. start, .. all.Skip(start.Count).Where(s => Telling().IsMatch(s)).Take(2)];
    }

    [GeneratedRegex(@"(?<=[.;:])\s+(?=\p{Lu})|\n\s*\n")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("governed by|laws of the|term of this|shall remain in (full )?(force|effect)", RegexOptions.IgnoreCase)]
    private static partial Regex Telling();
}
