using Pipeline.Inference.Scheduling;

namespace Pipeline.Inference.OpenAi;

/// <summary>Makes findings of what a model wrote about a passage. Nothing that it wrote is believed before it is found in the passage.</summary>
internal sealed class AnswerReading
{
    private readonly IReadOnlyList<Segment> _segments;
    private readonly IReadOnlyList<PlainSentence> _sent;
    private readonly IReadOnlyList<EngineField> _fields;
    private readonly Dictionary<(int Sentence, string Field, int? Start, int? Length, string? Text), EngineFinding> _findings = [];
    private readonly List<EnginePossibleMiss> _misses = [];

    private AnswerReading(IReadOnlyList<Segment> segments, IReadOnlyList<PlainSentence> sent, IReadOnlyList<EngineField> fields) => (_segments, _sent, _fields) = (segments, sent, fields);

    /// <param name="mostFindings">From this many on the answer counts as cut.</param>
    public static PassageReading Of(Completion completion, IReadOnlyList<Segment> segments, IReadOnlyList<PlainSentence> sent, IReadOnlyList<EngineField> fields, int mostFindings)
    {
        var answer = WrittenAnswer.Parse(completion.Content);
        var probabilities = AnswerProbabilities.Of(answer, completion.Tokens, fields, sent.Select(sentence => sentence.Sent));
        var reading = new AnswerReading(segments, sent, fields);
        var isCut = completion.IsCut || answer.Findings.Count >= mostFindings;
        var isFaulty = !isCut && !answer.IsSound;
        foreach (var finding in answer.Findings)
        {
            isFaulty |= !reading.Take(finding, probabilities?.Of(finding));
        }

        return new PassageReading([.. reading._findings.Values], reading._misses, isCut, isFaulty, probabilities is not null);
    }

    /// <summary>False where it names what is not there.</summary>
    private bool Take(WrittenFinding written, EngineDecisions? decisions)
    {
        if (written.Sentence is not { } number || number < 1 || number > _segments.Count || _fields.FirstOrDefault(field => field.Name == written.Field) is not { } field)
        {
            return false;
        }

        var told = decisions ?? new EngineDecisions { AllowedMass = 0 };
        var probability = decisions is null ? 0 : Math.Exp(told.Finding + told.Field + told.Value);
        var value = written.Value is { Length: > 0 } text && field.Value != EngineValue.None ? text : null;
        if (value is null && field.Value == EngineValue.Required)
        {
            // The field without its value is a sign and no finding.
            _misses.Add(new EnginePossibleMiss(_segments[number - 1].Sentence, field.Name, probability));
            return true;
        }

        Keep(Finding(_segments[number - 1], _sent[number - 1], field, value) with { Probability = probability, Decisions = told });
        return true;
    }

    private static EngineFinding Finding(Segment segment, PlainSentence sent, EngineField field, string? value)
    {
        var bare = new EngineFinding(segment.Sentence, field.Name, null, null, 0, new EngineDecisions());
        if (value is null || (field is { Value: EngineValue.Optional, Spans: { } typed } && !segment.Text.Spans.Any(span => span.Kind == typed)))
        {
            // "Expires on the second anniversary": where the sentence has no date, it is the evidence itself.
            return bare;
        }

        if (field.Options.Count > 0)
        {
            return field.Options.Contains(value, StringComparer.Ordinal) ? bare with { Choice = value } : bare with { Ungrounded = value };
        }

        if (ValueGrounding.Find(sent.Sent, value) is not { } found)
        {
            return bare with { Ungrounded = value };
        }

        var start = sent.Original(found.Start);
        var place = (Start: start, Length: sent.Original(found.Start + found.Length) - start);
        place = field.Spans is { } kind ? ValueGrounding.Offered(segment.Text.Spans, kind, place) : place;
        return bare with { Start = place.Start + segment.Offset, Length = place.Length };
    }

    /// <summary>A model may say a thing twice; that makes it no likelier.</summary>
    private void Keep(EngineFinding finding)
    {
        var key = (finding.Sentence, finding.Field, finding.Start, finding.Length, finding.Choice ?? finding.Ungrounded);
        if (!_findings.TryGetValue(key, out var known) || known.Probability < finding.Probability)
        {
            _findings[key] = finding;
        }
    }
}
