using System.Text.Json;

namespace Pipeline.Inference.OpenAi;

/// <summary>One pass over an answer.</summary>
/// <param name="offset">Of the reader's first byte in the answer.</param>
internal sealed class AnswerParse(int offset)
{
    private bool _sound = true;

    public List<WrittenFinding> Findings { get; } = [];

    public int ListEnd { get; private set; } = -1;

    /// <summary>False where the answer breaks off or has another form.</summary>
    /// <exception cref="JsonException">It is not JSON from some place on.</exception>
    public bool Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return _sound && ListEnd >= 0;
            }

            var isList = reader.ValueTextEquals("findings"u8);
            if (!reader.Read())
            {
                return false;
            }

            if (isList && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadList(ref reader);
            }
            else
            {
                _sound &= !isList && reader.TrySkip();
            }
        }

        return false;
    }

    private void ReadList(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.EndArray:
                    ListEnd = Place(reader.TokenStartIndex);
                    return;
                case JsonTokenType.StartObject:
                    ReadFinding(ref reader, new WrittenFinding(null, null, null, Place(reader.TokenStartIndex)));
                    break;
                default:
                    _sound = false;
                    reader.TrySkip();
                    break;
            }
        }
    }

    private void ReadFinding(ref Utf8JsonReader reader, WrittenFinding finding)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                Findings.Add(finding with { End = Place(reader.BytesConsumed) });
                return;
            }

            var name = reader.GetString();
            if (!reader.Read())
            {
                return;
            }

            finding = Part(ref reader, finding, name);
        }
    }

    private WrittenFinding Part(ref Utf8JsonReader reader, WrittenFinding finding, string? name)
    {
        var bytes = Place(reader.TokenStartIndex)..Place(reader.BytesConsumed);
        var inside = (bytes.Start.Value + 1)..(bytes.End.Value - 1);
        switch (name, reader.TokenType)
        {
            case ("sentence", JsonTokenType.Number):
                return finding with { Sentence = reader.TryGetInt32(out var number) ? number : null, SentenceBytes = bytes };
            case ("field", JsonTokenType.String):
                return finding with { Field = reader.GetString(), FieldBytes = inside };
            case ("value", JsonTokenType.String):
                return finding with { Value = reader.GetString(), ValueBytes = inside };
            case ("value", JsonTokenType.Null):
                return finding;
            default:
                _sound &= name is not ("sentence" or "field" or "value");
                reader.TrySkip();
                return finding;
        }
    }

    private int Place(long index) => offset + (int)index;
}
