using System.Text;

namespace Pipeline.Inference.OpenAi;

/// <summary>
/// Leads the probabilities of an answer's tokens to what they decided, by their places in the answer. A token that runs over several decisions ("}," ends a value and goes on with the list) counts
/// in each of them: too low rather than too high.
/// </summary>
internal sealed class AnswerProbabilities
{
    private readonly List<(int Start, int End, TokenScore Score)> _scores = [];
    private readonly List<AnswerPlace> _places;

    private AnswerProbabilities(List<AnswerPlace> places) => _places = places;

    /// <summary>Null where the endpoint gives no probabilities, or those of another text than the answer.</summary>
    public static AnswerProbabilities? Of(WrittenAnswer answer, IReadOnlyList<WrittenToken>? tokens, IReadOnlyList<EngineField> fields, IEnumerable<string> sentences)
    {
        if (tokens is null)
        {
            return null;
        }

        var start = tokens.SelectMany(token => token.Bytes).ToArray().AsSpan().IndexOf(answer.Content);
        if (start < 0)
        {
            return null;
        }

        var optional = fields.Where(field => field.Value == EngineValue.Optional).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var probabilities = new AnswerProbabilities(AnswerPlaces.Of(answer, optional.Contains));
        probabilities.Score(answer.Content, tokens, -start, new RivalReading(fields, sentences));
        return probabilities;
    }

    /// <summary>Of a finding. <see cref="EngineDecisions.Finding"/>, <see cref="EngineDecisions.Field"/> and <see cref="EngineDecisions.Value"/> are sums over tokens; their sum is the path's.</summary>
    public EngineDecisions Of(WrittenFinding finding)
    {
        TokenScore[] At(params AnswerRole[] roles) => [.. ScoresAt(_places.Where(place => place.Finding == finding && roles.Contains(place.Role)))];
        var (found, field, value, end) = (At(AnswerRole.Another, AnswerRole.Sentence), At(AnswerRole.Field), At(AnswerRole.Value), At(AnswerRole.ValueEnd));
        return new EngineDecisions
        {
            Finding = found.Sum(score => score.LogProbability),
            Field = field.Sum(score => score.LogProbability),
            FieldMargin = field.Select(score => score.Margin).DefaultIfEmpty(1).Min(),
            Value = value.Sum(score => score.LogProbability),
            ValueFirstToken = value.Select(score => score.LogProbability).FirstOrDefault(),
            ValueMinimum = value.Select(score => score.LogProbability).DefaultIfEmpty(0).Min(),
            ValueMinimumMargin = value.Select(score => score.Margin).DefaultIfEmpty(1).Min(),
            End = end.Sum(score => score.LogProbability),
            AllowedMass = found.Concat(field).Concat(value).Concat(end).Select(score => score.AllowedMass).DefaultIfEmpty(1).Min(),
        };
    }

    private IEnumerable<TokenScore> ScoresAt(IEnumerable<AnswerPlace> places)
    {
        var wanted = places.ToArray();
        return _scores.Where(score => wanted.Any(place => score.Start < place.End && score.End > place.Start)).Select(score => score.Score);
    }

    /// <param name="start">Of the first token in the answer; below 0 where there are tokens before it.</param>
    private void Score(byte[] content, IReadOnlyList<WrittenToken> tokens, int start, RivalReading reading)
    {
        var next = 0;
        foreach (var token in tokens)
        {
            var end = start + token.Bytes.Length;
            while (next < _places.Count && _places[next].End <= start)
            {
                next++;
            }

            if (next < _places.Count && _places[next].Start < end)
            {
                var place = _places[next];
                var written = place.Before + (start > place.Start ? Latin(content.AsSpan(place.Start, start - place.Start)) : "");
                var lead = start < place.Start ? Latin(token.Bytes.AsSpan(0, place.Start - start)) : "";
                _scores.Add((start, end, Of(token, place.Outcome, rival => reading.Read(place, written, lead, Latin(rival)))));
            }

            start = end;
        }
    }

    private static TokenScore Of(WrittenToken token, string outcome, Func<byte[], string?> read)
    {
        var own = Math.Exp(token.LogProbability);
        var (taken, others, best) = (own, 0.0, 0.0);
        foreach (var rival in token.Rivals.Where(rival => !rival.Bytes.AsSpan().SequenceEqual(token.Bytes)))
        {
            var probability = Math.Exp(rival.LogProbability);
            switch (read(rival.Bytes))
            {
                case null:
                    break;
                case var text when outcome.StartsWith(text, StringComparison.Ordinal):
                    taken += probability;
                    break;
                default:
                    others += probability;
                    best = Math.Max(best, probability);
                    break;
            }
        }

        var mass = taken + others;
        return mass <= 0 ? new TokenScore(-100, 0, 0) : new TokenScore(Math.Max(-100, Math.Log(taken / mass)), (taken - best) / mass, Math.Min(1, mass));
    }

    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
