namespace Pipeline.Domain.Evaluation;

/// <summary>Counts as the normative script does, in its order: ties of confidence are broken by the order of documents, fields and values.</summary>
internal sealed class CuadTally
{
    private readonly OrderedDictionary<string, CuadFieldScore> _fields = new(StringComparer.Ordinal);
    private readonly List<(double Confidence, List<(string Document, string Field, int Span)> Spans)> _values = [];
    private readonly List<DocumentCounts> _documents = [];

    public void Begin(string document) => _documents.Add(new DocumentCounts(document, 0, 0, 0, 0));

    public void Add(string field, List<IReadOnlyList<string>> spans, List<CuadScorer.Said> values)
    {
        var document = _documents[^1];
        var best = new double[spans.Count];
        int right = 0, wrong = 0;
        foreach (var value in values)
        {
            var matched = CuadMatch.Spans(value.Texts, spans);
            foreach (var span in matched)
            {
                best[span] = Math.Max(best[span], value.Confidence);
            }

            right += matched.Count > 0 ? 1 : 0;
            wrong += matched.Count > 0 ? 0 : 1;
            _values.Add((value.Confidence, [.. matched.Select(span => (document.Document, field, span))]));
        }

        // A span that only values of confidence 0 match is missed, as in the script.
        var missed = best.Count(confidence => confidence == 0);
        var sum = _fields.GetValueOrDefault(field) ?? new CuadFieldScore(field, 0, 0, 0, 0, 0, 0);
        _fields[field] = new CuadFieldScore(
            field, sum.Right + right, sum.Wrong + wrong, sum.Missed + missed, sum.Spans + spans.Count,
            sum.PresenceRight + (spans.Count > 0 == values.Count > 0 ? 1 : 0), sum.Documents + 1);
        _documents[^1] = document with
        {
            Right = document.Right + right,
            Wrong = document.Wrong + wrong,
            Matched = document.Matched + spans.Count - missed,
            Expected = document.Expected + spans.Count,
        };
    }

    public CuadScore Score()
    {
        var spans = _fields.Values.Sum(field => field.Spans);
        var curve = new List<CurvePoint>(_values.Count);
        var found = new HashSet<(string, string, int)>();
        double area = 0, last = 0, at80 = 0;
        int right = 0, all = 0;
        foreach (var (_, matched) in _values.OrderByDescending(value => value.Confidence))
        {
            all++;
            right += matched.Count > 0 ? 1 : 0;
            found.UnionWith(matched);
            var recall = spans == 0 ? 0 : (double)found.Count / spans;
            var precision = (double)right / all;
            area += (recall - last) * precision;
            last = recall;
            at80 = recall >= 0.8 ? Math.Max(at80, precision) : at80;
            curve.Add(new CurvePoint(recall, precision));
        }

        return new CuadScore
        {
            Fields = [.. _fields.Values.OrderByDescending(field => field.Spans)],
            MatchedSpans = spans - _fields.Values.Sum(field => field.Missed),
            Spans = spans,
            Aupr = area,
            PrecisionAt80Recall = at80,
            Curve = curve,
            Documents = _documents,
        };
    }
}
