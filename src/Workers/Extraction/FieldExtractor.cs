using Pipeline.Domain.Fields;
using Pipeline.Domain.Gating;
using Pipeline.Domain.Grounding;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Segmentation;
using Pipeline.Inference;
using Pipeline.Workers.Models;

namespace Pipeline.Workers.Extraction;

/// <summary>Pages in, fields out: cuts the layout into sentences, has the engine read them, and makes fields with evidence of what it found.</summary>
public sealed class FieldExtractor
{
    private readonly IReadingEngine _engine;
    private readonly ExtractionSchema _schema;
    private readonly IReadOnlyList<EngineField> _fields;
    private readonly FieldAssembler _assembler;
    private readonly FieldChecks _checks;
    private readonly SentenceGate? _gate;

    /// <param name="gate">Leaves sentences out that cannot hold a field; null reads everything.</param>
    /// <exception cref="ModelCardException">The schema asks for a field that the model did not learn, or for a kind that its style does not read.</exception>
    public FieldExtractor(IReadingEngine engine, ExtractionSchema schema, ModelCard card, SentenceGate? gate = null)
    {
        // A card without fields is that of a model that is told what each field means.
        var unknown = card.Fields.Count == 0 ? [] : schema.Fields.Select(f => f.Name).Except(card.Fields).ToArray();
        if (unknown.Length > 0)
        {
            throw new ModelCardException($"The model {card.Identity} did not learn the field{(unknown.Length > 1 ? "s" : "")} {string.Join(", ", unknown)} of the schema {schema.Identity}. Take them out, or use a model whose card lists them.");
        }

        if (card.ReadingStyle == EngineStyle.Inline && schema.Fields.FirstOrDefault(f => f.Kind == FieldKind.Choice) is { } choice)
        {
            throw new ModelCardException($"The field {choice.Name} of the schema {schema.Identity} is a choice, and the model {card.Identity} cannot choose from options. Take the field out, or use a model whose card says \"style\": \"described\".");
        }

        _engine = engine;
        _gate = gate;
        _schema = schema;
        _fields = [.. schema.Fields.Select(ToEngine)];
        _assembler = new FieldAssembler(schema, card.Emit);
        _checks = new FieldChecks(schema, card.Languages);
    }

    /// <summary>For a document that nobody in particular waits for.</summary>
    /// <exception cref="EngineCrashException">The engine died on this document alone.</exception>
    public Task<Extraction> ExtractAsync(DocumentLayout layout, CancellationToken cancellationToken) => ExtractAsync(layout, EnginePriority.Bulk, cancellationToken);

    /// <exception cref="EngineCrashException">The engine died on this document alone.</exception>
    public async Task<Extraction> ExtractAsync(DocumentLayout layout, EnginePriority priority, CancellationToken cancellationToken)
    {
        var sentences = SentenceSegmenter.Segment(layout);
        var kinds = _schema.Fields.Select(f => f.Kind).Distinct().ToArray();
        var choice = SentenceChoice.Of(_gate, sentences, layout);
        var request = new EngineRequest([.. choice.Read.Select(i => new EngineSentence(sentences[i].Text, Spans(sentences[i].Text, kinds)))], _fields) { Priority = priority };
        var reading = choice.Place(await _engine.ReadAsync(request, cancellationToken));
        var findings = reading.Findings.Select(ToFinding).ToArray();
        string[] texts = [.. sentences.Select(s => s.Text)];
        EvidenceSource evidence = (sentence, start, length) => start is { } from && length is { } count
            ? EvidenceLocator.Locate(sentences[sentence], from, count)
            : EvidenceLocator.Locate(sentences[sentence]);
        var signs = new ReadingSigns(reading.SentenceProbabilities, [.. reading.PossibleMisses.Select(m => new Suspicion(m.Sentence, m.Field, m.Probability))]);
        var fields = WithCutSentences(_assembler.Assemble(findings, texts, evidence), findings, reading.CutSentences);
        var marked = HiddenText.Mark(ReadingGaps.Mark(_checks.Apply(fields, texts, signs, evidence), reading), sentences);
        return new Extraction(marked, [.. FieldMisses.Top(signs.Suspicions).Select(m => ToMiss(m, sentences))], reading.Usage, choice.Skipped) { SecondUsage = reading.Second?.Usage };
    }

    private static EngineField ToEngine(FieldDefinition field) => new(
        field.Name,
        field.Value switch
        {
            ValueRule.Required => EngineValue.Required,
            ValueRule.Optional => EngineValue.Optional,
            ValueRule.None => EngineValue.None,
        },
        ValueNormalizer.Spans(field.Kind, "") is null ? null : field.Kind.ToString())
    {
        Kind = field.Kind.ToString().ToLowerInvariant(),
        Description = FieldDescription.Of(field),
        Options = field.Options,
        Many = field.Many,
    };

    private static List<OfferedSpan> Spans(string sentence, FieldKind[] kinds)
    {
        var spans = new List<OfferedSpan>();
        foreach (var kind in kinds)
        {
            foreach (var span in ValueNormalizer.Spans(kind, sentence) ?? [])
            {
                spans.Add(new OfferedSpan(kind.ToString(), span.Start, span.Length));
            }
        }

        return spans;
    }

    private static Finding ToFinding(EngineFinding finding)
    {
        var d = finding.Decisions;
        return new Finding(finding.Sentence, finding.Field, finding.Start, finding.Length, finding.Probability, new FindingDecisions
        {
            FindingLogProbability = d.Finding,
            FieldLogProbability = d.Field,
            FieldMargin = d.FieldMargin,
            ValueLogProbability = d.Value,
            ValueFirstTokenLogProbability = d.ValueFirstToken,
            ValueMinimumLogProbability = d.ValueMinimum,
            ValueMinimumMargin = d.ValueMinimumMargin,
            EndLogProbability = d.End,
            MinimumAllowedMass = d.AllowedMass,
            Truncated = d.Truncated,
            Capped = d.Capped,
        })
        {
            Choice = finding.Choice,
            Ungrounded = finding.Ungrounded,
        };
    }

    private static PossibleMiss ToMiss(Suspicion miss, IReadOnlyList<Sentence> sentences)
    {
        var sentence = sentences[miss.Sentence];
        return new PossibleMiss(miss.Field, sentence.Words[0].Page, sentence.Text, Math.Round(miss.Probability, 4));
    }

    /// <summary>A field found in a sentence that had to be cut says so: its value may run over the cut.</summary>
    private static IReadOnlyDictionary<string, FieldResult> WithCutSentences(IReadOnlyDictionary<string, FieldResult> fields, Finding[] findings, IReadOnlyList<int> cut)
    {
        var touched = findings.Where(f => cut.Contains(f.Sentence)).Select(f => f.Field).ToHashSet();
        return touched.Count == 0 ? fields : fields.ForReview(Reasons.CutSentence, (name, _) => touched.Contains(name));
    }
}
