using System.Globalization;
using System.Text;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Run;

/// <summary>The table of a run: at most 100 columns, one line a document, <c>?</c> after a doubtful value, <c>–</c> where nothing was found.
/// A failed document shows its code and reason across the columns.</summary>
internal sealed class RunTable(IReadOnlyList<string> fields)
{
    public const int Columns = 100;

    private const int MostRows = 30;
    private const int MostFailures = 20;
    private const int NameWidth = 20;
    private const int FailedNameWidth = 40;
    private const int FoundWidth = 5;
    private const int CheckWidth = 5;
    private const int StatusWidth = 8;
    private const string Gap = "  ";

    // What is left for the middle columns; names and laws need more room than dates and terms.
    private const int MiddleWidth = Columns - NameWidth - FoundWidth - CheckWidth - StatusWidth - (4 * 2);

    private static readonly string[] DefaultFields = ["parties", "effective_date", "governing_law", "term"];
    private static readonly int[] DefaultWidths = [17, 11, 12, 8];
    private static readonly string[] DefaultTitles = ["Parties", "Effective", "Law", "Term"];

    private readonly string[] _fields = fields.Count == 0 ? DefaultFields : [.. fields];
    private readonly int[] _widths = fields.Count == 0 ? DefaultWidths : [.. Enumerable.Repeat(Math.Max(6, (MiddleWidth / fields.Count) - Gap.Length), fields.Count)];
    private readonly string[] _titles = fields.Count == 0 ? DefaultTitles : [.. fields];

    public void Print(TextWriter writer, IReadOnlyList<DocumentResult> results)
    {
        writer.WriteLine(Row("Document", _titles, "Found", "Check", "Status"));
        writer.WriteLine(new string('─', Columns));
        // What failed is shown wherever it stands: nobody would look for it among hundreds.
        var shown = results.Where((result, i) => i < MostRows || result.Failure is not null).Take(MostRows + MostFailures).ToArray();
        var last = Array.FindLast(shown, result => result.Failure is not null);
        var others = results.Count(result => result.Failure is null);
        foreach (var result in shown)
        {
            foreach (var line in result.Failure is { } failure ? Failed(result, failure, ReferenceEquals(result, last) ? Others(others) : "") : Lines(result))
            {
                writer.WriteLine(line);
            }
        }

        if (results.Count > shown.Length)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {results.Count - shown.Length} more in the results"));
        }
    }

    private static string Others(int others) => others switch
    {
        0 => " Nothing else was read.",
        1 => " 1 other was read.",
        _ => string.Create(CultureInfo.InvariantCulture, $" {others} others were read."),
    };

    private static IEnumerable<string> Failed(DocumentResult result, DocumentFailure failure, string others) =>
        Wrap($"✗ {Cut(Printable(result.Document), FailedNameWidth)}  {FailureWords.Of(failure)}{others}", Columns - 2).Select((line, i) => i == 0 ? line : "  " + line);

    /// <summary>A name or value may hold a line feed or an escape sequence; a terminal must not obey it.</summary>
    public static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()));

    /// <summary>Cuts at words to lines of at most <paramref name="width"/>.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    private IEnumerable<string> Lines(DocumentResult result)
    {
        var name = Printable(result.Document);
        if (result.DuplicateOf is { } original)
        {
            return [Cell(name, NameWidth) + Gap + Cut("= same content as " + Printable(original), Columns - NameWidth - Gap.Length)];
        }

        var found = result.Fields.Values.Count(f => f.Values.Count > 0);
        var check = result.Fields.Values.Count(f => f.Decision == FieldDecision.Review && f.Values.Count > 0);
        return [Row(name, [.. _fields.Select(f => Value(result, f))], Number(found), Number(check), result.Status.ToString().ToLowerInvariant())];
    }

    private static string Value(DocumentResult result, string field)
    {
        if (!result.Fields.TryGetValue(field, out var read))
        {
            return "";
        }

        if (read.Values.Count == 0)
        {
            return "–";
        }

        var first = Printable(read.Values[0].Normalized ?? read.Values[0].Value ?? "yes");
        var more = read.Values.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" +{read.Values.Count - 1}") : "";
        return first + more + (read.Decision == FieldDecision.Review ? "?" : "");
    }

    private string Row(string name, string[] middle, string found, string check, string status) =>
        string.Join(Gap, [Cell(name, NameWidth), .. middle.Select((m, i) => Cell(m, _widths[i])), found.PadLeft(FoundWidth), check.PadLeft(CheckWidth), status.PadRight(StatusWidth)]).TrimEnd();

    /// <summary>Cut in the middle, so that what tells values apart (" +3?") stays.</summary>
    private static string Cell(string text, int width)
    {
        if (text.Length <= width)
        {
            return text.PadRight(width);
        }

        var tail = Math.Min(5, width / 3);
        return text[..(width - tail - 1)] + "…" + text[^tail..];
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
