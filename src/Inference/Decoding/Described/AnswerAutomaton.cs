using System.Globalization;

namespace Pipeline.Inference.Decoding.Described;

/// <summary>The grammar of a described answer (extraction.md §4b, §4c), byte by byte: <c>{"findings":[{"sentence":1,"field":"parties","value":"Acme Inc."},…]}</c>.
/// From every state that <see cref="AtTokenEnd"/> lets pass, tokens lead to the end.</summary>
internal sealed class AnswerAutomaton
{
    /// <summary>Most bytes that can follow a state.</summary>
    public const int MostBytes = 256;

    private readonly PassageTask _task;

    public AnswerAutomaton(PassageTask task) => _task = task;

    public static AnswerState Start => new() { Part = AnswerPart.Opening };

    private static ReadOnlySpan<byte> Opening => "{\"findings\":["u8;

    private static ReadOnlySpan<byte> Finding => "{\"sentence\":"u8;

    private static ReadOnlySpan<byte> FieldLabel => "\"field\":\""u8;

    private static ReadOnlySpan<byte> ValueLabel => "\"value\":\""u8;

    /// <summary>Writes the bytes that may follow into <paramref name="into"/> and gives their number. The order depends on nothing but the state.</summary>
    public int Next(in AnswerState state, Span<byte> into)
    {
        switch (state.Part)
        {
            case AnswerPart.Opening:
                return One(Opening[state.Offset], into);
            case AnswerPart.More:
                var another = MayGoOn(state) ? One(state.Last is null ? (byte)'{' : (byte)',', into) : 0;
                return another + One((byte)']', into[another..]);
            case AnswerPart.Finding:
                return One(Finding[state.Offset], into);
            case AnswerPart.Sentence:
                return Digits(state, into);
            case AnswerPart.FieldLabel:
                return One(FieldLabel[state.Offset], into);
            case AnswerPart.Name:
                return NameBytes(state, into);
            case AnswerPart.AfterName:
                var value = _task.Offers(state.Sentence, state.Field, withValue: true, state.Last) ? One((byte)',', into) : 0;
                return _task.Offers(state.Sentence, state.Field, withValue: false, state.Last) ? value + One((byte)'}', into[value..]) : value;
            case AnswerPart.ValueLabel:
                return One(ValueLabel[state.Offset], into);
            case AnswerPart.Value:
                return ValueBytes(state.Value!, into);
            case AnswerPart.FindingEnd or AnswerPart.Closing:
                return One((byte)'}', into);
            default:
                return 0;
        }
    }

    /// <summary>The state after one of the bytes that <see cref="Next"/> gave.</summary>
    public AnswerState Step(in AnswerState state, byte next) => state.Part switch
    {
        AnswerPart.Opening => InLiteral(state, Opening, AnswerPart.More),
        AnswerPart.More => next == (byte)']'
            ? state with { Part = AnswerPart.Closing }
            : state with { Part = AnswerPart.Finding, Offset = next == (byte)'{' ? 1 : 0 },
        AnswerPart.Finding => InLiteral(state, Finding, AnswerPart.Sentence) with { Number = 0 },
        AnswerPart.Sentence => next == (byte)','
            ? state with { Part = AnswerPart.FieldLabel, Offset = 0 }
            : state with { Number = (state.Number * 10) + (next - '0') },
        AnswerPart.FieldLabel => InLiteral(state, FieldLabel, AnswerPart.Name),
        AnswerPart.Name => next == (byte)'"'
            ? state with { Part = AnswerPart.AfterName, Field = Named(state, next) }
            : state with { Offset = state.Offset + 1, Field = Named(state, next) },
        AnswerPart.AfterName => next == (byte)'}'
            ? Complete(state, null)
            : state with { Part = AnswerPart.ValueLabel, Offset = 0 },
        AnswerPart.ValueLabel => IntoValue(InLiteral(state, ValueLabel, AnswerPart.Value)),
        // A quote inside the value follows a backslash, where no value can end.
        AnswerPart.Value => next == (byte)'"' && state.Value!.CanEnd
            ? state with { Part = AnswerPart.FindingEnd }
            : state with { Value = Continue(state.Value!, next) },
        AnswerPart.FindingEnd => Complete(state, Order(state)),
        AnswerPart.Closing => state with { Part = AnswerPart.Done },
        AnswerPart.Done => throw new InvalidOperationException("The answer has ended."),
    };

    /// <summary>The state if a token ends here, or null where no tokens would lead to the end: a value whose rest the vocabulary cannot write, or not within the limit.</summary>
    /// <param name="state">After the token's last byte.</param>
    /// <param name="overLimit">Only the limit stands in the way of some place where the value might go on.</param>
    public AnswerState? AtTokenEnd(in AnswerState state, out bool overLimit)
    {
        overLimit = false;
        if (state.Part != AnswerPart.Value || state.Value!.Bytes == 0)
        {
            return state;
        }

        var value = state.Value;
        var left = _task.Limits.ValueTokens - value.Tokens - 1;
        var live = Array.FindAll(value.Positions, p => value.Space.FewestTokens(p) <= left);
        overLimit = live.Length < value.Positions.Length && Array.Exists(value.Positions, p => value.Space.FewestTokens(p) is var n && n > left && n < EscapedSentence.Unreachable);
        return live.Length == 0 ? null : state with { Value = value with { Positions = live, Tokens = value.Tokens + 1 } };
    }

    /// <summary>A finding could be added, were there no cap.</summary>
    public bool IsCapped(in AnswerState state) => !MayGoOn(state) && _task.OffersMore(state.Last);

    private bool MayGoOn(in AnswerState state) =>
        !state.MustEnd && (state.Last?.Count ?? 0) < _task.Limits.Findings && _task.OffersMore(state.Last);

    private static int One(byte value, Span<byte> into)
    {
        into[0] = value;
        return 1;
    }

    private static AnswerState InLiteral(in AnswerState state, ReadOnlySpan<byte> literal, AnswerPart after) =>
        state.Offset + 1 == literal.Length ? state with { Part = after, Offset = 0 } : state with { Offset = state.Offset + 1 };

    private static AnswerState Complete(in AnswerState state, int? order) => state with
    {
        Part = AnswerPart.More,
        Last = new LastFinding(state.Sentence, state.Field, order, (state.Last?.Count ?? 0) + 1),
        Value = null,
    };

    private int? Order(in AnswerState state)
    {
        var place = state.Value!.Place();
        return place.Option is null ? place.Start : _task.Fields[state.Field].Many ? place.Option : null;
    }

    private AnswerState IntoValue(in AnswerState state)
    {
        if (state.Part != AnswerPart.Value)
        {
            return state;
        }

        var after = state.Last is { Order: { } order } last && last.Sentence == state.Sentence && last.Field == state.Field ? order : -1;
        var space = _task.Values(state.Sentence, state.Field, after);
        return state with { Value = new OpenValue(space, space.Starts, 0, 0) };
    }

    private int Digits(in AnswerState state, Span<byte> into)
    {
        var count = 0;
        Span<char> digits = stackalloc char[12];
        Span<char> written = stackalloc char[12];
        var length = 0;
        if (state.Number > 0)
        {
            state.Number.TryFormat(written, out length, default, CultureInfo.InvariantCulture);
        }

        for (var sentence = state.Last?.Sentence ?? 0; sentence < _task.Sentences.Count; sentence++)
        {
            (sentence + 1).TryFormat(digits, out var size, default, CultureInfo.InvariantCulture);
            if (size < length || !digits[..length].SequenceEqual(written[..length]))
            {
                continue;
            }

            var next = size == length ? (byte)',' : (byte)digits[length];
            if (!into[..count].Contains(next) && _task.Offers(sentence, state.Last))
            {
                into[count++] = next;
            }
        }

        return count;
    }

    private int NameBytes(in AnswerState state, Span<byte> into)
    {
        var count = 0;
        for (var field = 0; field < _task.Fields.Count; field++)
        {
            if (Continues(state, field))
            {
                var next = NextOfName(field, state.Offset);
                if (!into[..count].Contains(next) && _task.Offers(state.Sentence, field, state.Last))
                {
                    into[count++] = next;
                }
            }
        }

        return count;
    }

    /// <summary>The first field on offer whose name goes on with this byte.</summary>
    private int Named(in AnswerState state, byte next)
    {
        for (var field = 0; field < _task.Fields.Count; field++)
        {
            if (Continues(state, field) && NextOfName(field, state.Offset) == next && _task.Offers(state.Sentence, field, state.Last))
            {
                return field;
            }
        }

        throw new InvalidOperationException("No field has this name.");
    }

    private bool Continues(in AnswerState state, int field) =>
        state.Offset == 0 || _task.Names[field].AsSpan().StartsWith(_task.Names[state.Field].AsSpan(0, state.Offset));

    private byte NextOfName(int field, int offset) => offset < _task.Names[field].Length ? _task.Names[field][offset] : (byte)'"';

    private int ValueBytes(OpenValue value, Span<byte> into)
    {
        var count = value.CanEnd ? One((byte)'"', into) : 0;
        if (value.Tokens == _task.Limits.ValueTokens)
        {
            return count;
        }

        foreach (var position in value.Positions)
        {
            if (position < value.Space.Length && value.Space.ByteAt(position) is var next && next != ValueSpace.Unwritable && !into[..count].Contains(next))
            {
                into[count++] = next;
            }
        }

        return count;
    }

    private static OpenValue Continue(OpenValue value, byte next)
    {
        var space = value.Space;
        var count = 0;
        var after = new int[value.Positions.Length];
        foreach (var position in value.Positions)
        {
            if (position < space.Length && space.ByteAt(position) == next)
            {
                after[count++] = position + 1;
            }
        }

        return value with { Positions = count == after.Length ? after : after[..count], Bytes = value.Bytes + 1 };
    }
}
