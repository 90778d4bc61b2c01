using Pipeline.Domain.Gating;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Segmentation;
using Pipeline.Inference;

namespace Pipeline.Workers.Extraction;

/// <summary>Which sentences of a document the model reads, and what it said put back in the places of all.</summary>
internal sealed class SentenceChoice
{
    private readonly int _all;
    private readonly double _residual;

    private SentenceChoice(int[] read, int all, double residual) => (Read, _all, _residual) = (read, all, residual);

    /// <summary>Indexes, ascending.</summary>
    public IReadOnlyList<int> Read { get; }

    public int Skipped => _all - Read.Count;

    /// <summary>Everything where there is no gate. Recognised text always: a gate knows words, and does not know them misread.</summary>
    public static SentenceChoice Of(SentenceGate? gate, IReadOnlyList<Sentence> sentences, DocumentLayout layout)
    {
        if (gate is null)
        {
            return new SentenceChoice([.. Enumerable.Range(0, sentences.Count)], sentences.Count, 0);
        }

        var recognised = layout.Pages.Where(page => page.Source == PageSource.Ocr).Select(page => page.Number).ToHashSet();
        var reads = gate.Reads([.. sentences.Select(sentence => sentence.Text)]);
        return new SentenceChoice(
            [.. Enumerable.Range(0, sentences.Count).Where(i => reads[i] || sentences[i].Words.Any(word => recognised.Contains(word.Page)))],
            sentences.Count,
            gate.Residual);
    }

    /// <summary>The reading in the places of all sentences. One that was not read has the probability that the gate is wrong about it.</summary>
    public EngineReading Place(EngineReading reading)
    {
        if (Skipped == 0)
        {
            return reading;
        }

        var probabilities = new double[_all];
        Array.Fill(probabilities, _residual);
        for (var i = 0; i < Read.Count; i++)
        {
            probabilities[Read[i]] = reading.SentenceProbabilities[i];
        }

        return reading with
        {
            SentenceProbabilities = probabilities,
            Findings = [.. reading.Findings.Select(finding => finding with { Sentence = Read[finding.Sentence] })],
            PossibleMisses = [.. reading.PossibleMisses.Select(miss => miss with { Sentence = Read[miss.Sentence] })],
            CutSentences = [.. reading.CutSentences.Select(sentence => Read[sentence])],
            UnreadSentences = [.. reading.UnreadSentences.Select(sentence => Read[sentence])],
        };
    }
}
