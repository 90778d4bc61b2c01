using Pipeline.Domain.Results;

namespace Pipeline.Cli.Report;

/// <summary>One field of a document: what was found, how sure that is, where it stands, and why somebody should look.</summary>
internal sealed class ReportField(HtmlWriter html, ReportPlaces places, IReadOnlySet<string> commonReasons)
{
    /// <summary>Places of one value that are quoted; results.jsonl has up to twenty.</summary>
    public const int MostPlaces = 3;

    private const int MostCandidates = 8;
    private const int MostMisses = 5;

    /// <summary>As people write it: <c>governing_law</c> is "Governing law".</summary>
    public static string Title(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    /// <summary>Whether a field without a value has more to show than its name.</summary>
    public static bool HasMore(FieldResult field, IReadOnlyList<PossibleMiss> misses, IReadOnlySet<string> commonReasons) =>
        field.Values.Count > 0 || field.Candidates.Count > 0 || misses.Count > 0 || field.Reasons.Any(reason => !commonReasons.Contains(reason));

    public void Write(string name, FieldResult field, IReadOnlyList<PossibleMiss> misses)
    {
        var (kind, words) = Decision(field);
        html.Write($"<article class=\"field {kind}\"><h3>{Title(name)} <span class=\"badge\">{words}</span>");
        if (field.Confidence is { } sure)
        {
            html.Write($" <span class=\"sure\">{100 * sure:0} % sure</span>");
        }

        html.Write($"</h3>\n");
        var reasons = field.Reasons.Where(reason => !commonReasons.Contains(reason)).ToArray();
        if (reasons.Length > 0)
        {
            html.Write($"<p class=\"why\">{string.Join("; ", reasons.Select(ReasonWords.Of))}</p>\n");
        }

        WriteValues(name, field.Values, candidate: false);
        if (field.Candidates.Count > 0)
        {
            html.Write($"<details><summary>{Count(field.Candidates.Count, "candidate")} below the values</summary>\n");
            WriteValues(name, [.. field.Candidates.Take(MostCandidates)], candidate: true);
            WriteMore(field.Candidates.Count - MostCandidates);
            html.Write($"</details>\n");
        }

        WriteMisses(misses);
        html.Write($"</article>\n");
    }

    public static string Count(int count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static (string Kind, string Words) Decision(FieldResult field) => (field.Decision, field.State) switch
    {
        (FieldDecision.Accepted, _) => ("accepted", "accepted"),
        (FieldDecision.Absent, _) => ("absent", "not in the document"),
        (FieldDecision.Review, FieldState.Found) => ("review", "to check"),
        (FieldDecision.Review, FieldState.BlankInDocument) => ("review", "left blank, to check"),
        (FieldDecision.Review, FieldState.Unreadable) => ("review", "cannot be read, to check"),
        (FieldDecision.Review, FieldState.NeedsReview) => ("review", "to check"),
        (FieldDecision.Review, FieldState.Absent) => ("review", "not found, to check"),
    };

    private void WriteValues(string name, IReadOnlyList<FieldValue> values, bool candidate)
    {
        if (values.Count == 0)
        {
            return;
        }

        html.Write($"<ul>\n");
        foreach (var value in values)
        {
            var id = places.NextValue();
            html.Write($"<li id=\"{id}\"><p class=\"val\">");
            WriteText(value);
            html.Write($" <span class=\"sure\">{value.Confidence:0.00} {value.ConfidenceSource}</span></p>\n");
            foreach (var evidence in value.Evidence.Take(MostPlaces))
            {
                places.Write(new ReportBox(places.NextPlace(), id, $"{Title(name)}: {value.Normalized ?? value.Value ?? "this sentence"}", candidate, evidence));
            }

            if (value.Evidence.Count > MostPlaces)
            {
                html.Write($"<p class=\"more\">also on page {string.Join(", ", value.Evidence.Skip(MostPlaces).Select(evidence => evidence.Page).Distinct().Order())}</p>\n");
            }

            html.Write($"</li>\n");
        }

        html.Write($"</ul>\n");
    }

    private void WriteText(FieldValue value)
    {
        if (value.Value is { } text)
        {
            html.Write($"<b><bdi>{text}</bdi></b>");
            if (value.Normalized is { } form && form != text)
            {
                html.Write($" <span class=\"form\">= <bdi>{form}</bdi></span>");
            }
        }
        else
        {
            html.Write($"<b><bdi>{value.Normalized ?? "This sentence"}</bdi></b>");
        }
    }

    private void WriteMisses(IReadOnlyList<PossibleMiss> misses)
    {
        if (misses.Count == 0)
        {
            return;
        }

        html.Write($"<details><summary>{(misses.Count == 1 ? "1 possible miss" : FormattableString.Invariant($"{misses.Count} possible misses"))}</summary><ul>\n");
        foreach (var miss in misses.Take(MostMisses))
        {
            html.Write($"<li><blockquote><bdi>{miss.Quote}</bdi></blockquote><p class=\"more\">page {miss.Page}, probability {miss.Probability:0.00}</p></li>\n");
        }

        html.Write($"</ul>");
        WriteMore(misses.Count - MostMisses);
        html.Write($"</details>\n");
    }

    private void WriteMore(int more)
    {
        if (more > 0)
        {
            html.Write($"<p class=\"more\">and {more} more in results.jsonl</p>\n");
        }
    }
}
