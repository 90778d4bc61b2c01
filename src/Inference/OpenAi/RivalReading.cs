using System.Text;
using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.OpenAi;

/// <summary>
/// Says what a text that could have come next would have decided: the same as what did come, something else that the grammar allows, or nothing that it allows. So rivals that differ in form alone
/// (a blank, a longer token) weigh for the same thing, and what could not have been an answer weighs nothing, as in the own decoder.
/// </summary>
internal sealed class RivalReading
{
    public const string More = "+";

    public const string End = "]";

    /// <summary>Stands for whatever ends a number.</summary>
    public const char NumberEnd = '.';

    private const string Form = " \n\r\t\":,{[";

    private readonly string[] _names;
    private readonly string[] _sentences;
    private readonly Dictionary<string, string[]> _options;

    public RivalReading(IReadOnlyList<EngineField> fields, IEnumerable<string> sentences)
    {
        _names = [.. fields.Select(field => field.Name + '"')];
        _sentences = [.. sentences.Select(Bytes)];
        _options = fields.Where(field => field.Options.Count > 0).ToDictionary(field => field.Name, field => field.Options.Select(Bytes).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>What the rival and the answer before it come to, as an <see cref="AnswerPlace.Outcome"/> is written or the start of one; null where the grammar does not allow it.</summary>
    /// <param name="written">What the answer holds of the place before the token.</param>
    /// <param name="lead">Bytes of the token before the place.</param>
    /// <param name="rival">Latin-1.</param>
    public string? Read(AnswerPlace place, string written, string lead, string rival)
    {
        var rest = rival.StartsWith(lead, StringComparison.Ordinal) ? rival[lead.Length..] : lead.Length > 0 ? rival.TrimStart([.. Form]) : rival;
        if (rest.Length == 0)
        {
            return null;
        }

        return place.Role switch
        {
            AnswerRole.Another or AnswerRole.ListEnd => rest.TrimStart() is [var first, ..] ? first is ',' or '{' ? More : first == ']' ? End : null : null,
            AnswerRole.Sentence => Number(written, rest),
            AnswerRole.Field => Name(written + rest),
            AnswerRole.Value or AnswerRole.ValueEnd => Value(place.Finding!, written + rest),
        };
    }

    private string? Number(string written, string rest)
    {
        var digits = string.Concat(rest.TakeWhile(char.IsAsciiDigit));
        var number = written + digits;
        var isPossible = number.Length is > 0 and < 7 && int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) is var value && value > 0 && value <= _sentences.Length;
        return isPossible ? number + (digits.Length < rest.Length ? NumberEnd : "") : null;
    }

    private string? Name(string text)
    {
        var quote = text.IndexOf('"', StringComparison.Ordinal);
        var name = quote < 0 ? text : text[..(quote + 1)];
        if (!_names.Any(known => known.StartsWith(name, StringComparison.Ordinal)))
        {
            return null;
        }

        return name + (quote >= 0 && text[(quote + 1)..].TrimStart() is [',' or '}', ..] after ? after[..1] : "");
    }

    private string? Value(WrittenFinding finding, string text)
    {
        var quote = 0;
        while (quote < text.Length && text[quote] != '"')
        {
            quote += text[quote] == '\\' ? 2 : 1;
        }

        var closed = quote < text.Length;
        var value = closed ? text[..quote] : text;
        var isPossible = finding.Field is { } field && _options.TryGetValue(field, out var options)
            ? options.Any(option => closed ? option == value : option.StartsWith(value, StringComparison.Ordinal))
            : finding.Sentence is { } number && number > 0 && number <= _sentences.Length && _sentences[number - 1].Contains(value, StringComparison.Ordinal);
        return isPossible ? value + (closed ? "\"" : "") : null;
    }

    private static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(EscapedSentence.Escape(text)));
}
