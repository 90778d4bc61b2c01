using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Gating;

/// <summary>
/// Logistic regression over hashed features by AdaGrad (Duchi, Hazan and Singer 2011), in a fixed order, so that the same documents give the same gate.
/// The threshold comes from scores that no document had a part in (five folds by name).
/// </summary>
public static class GateTrainer
{
    /// <summary>Whole units of a stored weight in one of the regression: a byte holds weights up to ±4.</summary>
    public const int Unit = 32;

    private const int Folds = 5;
    private const int Epochs = 6;
    private const double Rate = 0.1;
    private const double Decay = 2e-6;

    /// <summary>Weight of a sentence without an answer, in a document where nobody looked for most of the fields: it may well hold one.</summary>
    private const double Unasked = 0.1;

    /// <param name="documents">For training only.</param>
    /// <param name="fields">To look out for.</param>
    /// <param name="schema">Their schema.</param>
    /// <param name="recall">Share of the answers that is to be kept.</param>
    /// <param name="neighbours">Read beside a sentence that is read.</param>
    /// <exception cref="ArgumentException">No document was asked for these fields.</exception>
    public static Gate Fit(IReadOnlyList<GateDocument> documents, IReadOnlyList<string> fields, string schema, double recall, int neighbours)
    {
        var examples = documents.OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => new Example(d, fields)).ToArray();
        var judged = examples.Where(e => e.Document.Covers(fields) && e.Answers.Length > 0).ToArray();
        if (judged.Length < Folds)
        {
            throw new ArgumentException($"No documents have answers for the fields of {schema}.", nameof(documents));
        }

        for (var fold = 0; fold < Folds; fold++)
        {
            var gate = new SentenceGate(Of([.. examples.Where(e => e.Fold != fold)], fields, schema, neighbours));
            foreach (var example in judged.Where(e => e.Fold == fold))
            {
                example.Scores = [.. example.Features.Select(gate.Score)];
            }
        }

        int[] needs = [.. judged.SelectMany(e => e.Answers.Select(a => a.Needs(e.Scores))).Order()];
        var threshold = needs[(int)((1 - recall) * needs.Length)];
        var left = judged.SelectMany(e => e.Scores.Select((score, i) => (Left: score < threshold, Holds: e.Positive.Contains(i)))).Where(s => s.Left).ToArray();
        return Of(examples, fields, schema, neighbours) with
        {
            Threshold = threshold,
            Residual = Math.Round((double)left.Count(s => s.Holds) / Math.Max(1, left.Length), 4),
            Figures = new GateFigures { Chosen = Math.Round((double)needs.Count(n => n >= threshold) / needs.Length, 4), HeldOut = [] },
        };
    }

    private static Gate Of(Example[] examples, IReadOnlyList<string> fields, string schema, int neighbours)
    {
        var weights = Descend([.. examples.SelectMany(e => e.Features.Select((features, i) => (features, e.Positive.Contains(i), e.Positive.Contains(i) ? 1 : e.Rest)))]);
        byte[] bytes = [.. weights.Take(SentenceFeatures.Buckets).Select(w => (byte)(sbyte)Math.Clamp(Math.Round(w * Unit), sbyte.MinValue, sbyte.MaxValue))];
        return new Gate
        {
            Schema = schema,
            Fields = fields,
            Threshold = 0,
            Neighbours = neighbours,
            Bias = (int)Math.Round(weights[^1] * Unit),
            Residual = 0,
            Figures = new GateFigures { Chosen = 0, HeldOut = [] },
            Sha256 = GateSet.Hash(bytes),
            Weights = bytes,
        };
    }

    /// <summary>The last weight is the bias.</summary>
    private static double[] Descend((int[] Features, bool Holds, double Weight)[] sentences)
    {
        var weights = new double[SentenceFeatures.Buckets + 1];
        var squares = new double[weights.Length];
        var order = Enumerable.Range(0, sentences.Length).ToArray();
        var random = new Deterministic(17);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var (features, holds, weight) = sentences[at];
                var logit = weights[^1];
                foreach (var feature in features)
                {
                    logit += weights[feature];
                }

                var error = ((1 / (1 + Math.Exp(-logit))) - (holds ? 1 : 0)) * weight;
                // Most sentences soon say what they should; a step for them would only cost time.
                if (Math.Abs(error) < 1e-4)
                {
                    continue;
                }

                foreach (var feature in features)
                {
                    Step(weights, squares, feature, error);
                }

                Step(weights, squares, SentenceFeatures.Buckets, error);
            }
        }

        return weights;
    }

    private static void Step(double[] weights, double[] squares, int at, double error)
    {
        var slope = error + (Decay * weights[at]);
        squares[at] += slope * slope;
        weights[at] -= Rate * slope / Math.Sqrt(squares[at] + 1);
    }

    private sealed class Example(GateDocument document, IReadOnlyList<string> fields)
    {
        public GateDocument Document { get; } = document;

        public IReadOnlyList<int[]> Features { get; } = SentenceFeatures.Of(document.Sentences);

        public GateAnswer[] Answers { get; } = [.. document.Answers.Where(a => fields.Contains(a.Field))];

        public HashSet<int> Positive { get; } = [.. document.Answers.Where(a => fields.Contains(a.Field)).SelectMany(a => a.Sentences)];

        public double Rest { get; } = document.Covers([.. fields]) ? 1 : Unasked;

        public int Fold { get; } = (int)(Deterministic.Hash(document.Name) % Folds);

        public int[] Scores { get; set; } = [];
    }
}
