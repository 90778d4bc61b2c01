using System.Text;
using System.Text.Json;

namespace Pipeline.Inference.OpenAi;

/// <summary>
/// What can be made of an answer. Words around the object, a fence, other properties and other orders do no harm; of an answer that breaks off the findings before the break are taken.
/// </summary>
/// <param name="Content">The answer, UTF-8.</param>
/// <param name="IsSound">It has the form that was asked for, from the first byte of its object to the last.</param>
/// <param name="ListEnd">The place of the list's closing bracket; −1 where it has none.</param>
internal sealed record WrittenAnswer(byte[] Content, IReadOnlyList<WrittenFinding> Findings, bool IsSound, int ListEnd)
{
    public static WrittenAnswer Parse(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        // A model that thinks aloud, or quotes the example, comes to its answer last.
        var list = bytes.AsSpan().LastIndexOf("\"findings\""u8);
        var start = list < 0 ? -1 : bytes.AsSpan(0, list).LastIndexOf((byte)'{');
        if (start < 0)
        {
            return new WrittenAnswer(bytes, [], false, -1);
        }

        var parse = new AnswerParse(start);
        var reader = new Utf8JsonReader(bytes.AsSpan(start), isFinalBlock: false, default);
        var sound = false;
        try
        {
            sound = parse.Read(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What was read before the fault stands.
        }

        return new WrittenAnswer(bytes, parse.Findings, sound, parse.ListEnd);
    }
}
