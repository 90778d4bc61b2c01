using Pipeline.Domain.Gating;

namespace Pipeline.Cli.Gating;

/// <summary>Counts what a gate keeps and what it saves.</summary>
internal sealed class GateTally(SentenceGate gate, IReadOnlyList<string> fields)
{
    private int _documents;
    private long _words;
    private long _read;
    private (int Count, int Kept) _answers;
    private (int Count, int Kept)? _found;

    public void Add(GateDocument document, IReadOnlyList<(string Field, int[] Sentences)>? found)
    {
        var reads = gate.Reads(document.Sentences);
        _documents++;
        for (var i = 0; i < reads.Length; i++)
        {
            var words = 1 + document.Sentences[i].Count(c => c == ' ');
            _words += words;
            _read += reads[i] ? words : 0;
        }

        foreach (var answer in document.Answers.Where(a => fields.Contains(a.Field)))
        {
            _answers = (_answers.Count + 1, _answers.Kept + (answer.IsKept(i => reads[i]) ? 1 : 0));
        }

        if (found is not null)
        {
            var ours = found.Where(f => fields.Contains(f.Field)).ToArray();
            var (count, kept) = _found ?? (0, 0);
            _found = (count + ours.Length, kept + ours.Count(f => f.Sentences.Any(i => reads[i])));
        }
    }

    public GateMeasurement Measurement(string dataSet) => new(
        dataSet,
        _documents,
        Math.Round((double)_read / Math.Max(1, _words), 4),
        GateRecall.Of(_answers.Count, _answers.Kept),
        _found is { Count: > 0 } found ? GateRecall.Of(found.Count, found.Kept) : null);
}
