using System.Text.Json;
using Pipeline.Inference.Scheduling;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests;

/// <summary>Twelve passages read by an independent decoder: same tokens, same probabilities, same findings.</summary>
[Collection(ModelTests.Name)]
public sealed class VectorTests
{
    // Kernels differ a little by CPU.
    private const double Tolerance = 0.02;

    private const double WorthTelling = 0.05;

    private readonly LoadedModel _model;

    public VectorTests(LoadedModel model) => _model = model;

    [ReferenceFact]
    public void A_trunk_is_the_field_line_and_each_sentence_with_its_line_feed()
    {
        var packer = new PassagePacker(_model.Vocabulary, budget: 1500);
        foreach (var vector in Read())
        {
            var request = vector.Request();
            var segments = Assert.Single(packer.Pack(request.Sentences));
            var passage = new Passage(new ReadJob(request, CancellationToken.None), segments, _model.Literals.LineFeed);
            Assert.Equal<IEnumerable<int>>(vector.Trunk, [.. _model.Literals.Header(request.Fields), .. passage.Tokens]);
        }
    }

    [ReferenceFact]
    public async Task Every_sentence_and_every_finding_has_the_reference_probability()
    {
        foreach (var vector in Read())
        {
            // One at a time: beside others a passage lies elsewhere in the cache, and probabilities in the middle move by more than the tolerance.
            var request = vector.Request();
            var reading = await _model.Engine.ReadAsync(request, CancellationToken.None);
            Compare(vector, Contracts.Told(request, reading), reading);
        }
    }

    private static void Compare(Vector vector, List<(int Sentence, string Field, string? Value, double Probability)> told, EngineReading reading)
    {
        Assert.Equal(vector.P.Count, reading.SentenceProbabilities.Count);
        for (var i = 0; i < vector.P.Count; i++)
        {
            Assert.InRange(reading.SentenceProbabilities[i], vector.P[i] - Tolerance, vector.P[i] + Tolerance);
        }

        foreach (var expected in vector.Findings)
        {
            var same = Assert.Single(told, t => (t.Sentence, t.Field, t.Value) == (expected.Sentence, expected.Field, expected.Value));
            Assert.InRange(same.Probability, expected.P - Tolerance, expected.P + Tolerance);
            told.Remove(same);
        }

        Assert.DoesNotContain(told, t => t.Probability >= WorthTelling);
    }

    private static List<Vector> Read()
    {
        var vectors = File.ReadLines(Installation.ReferencePassages)
            .Select(line => JsonSerializer.Deserialize<Vector>(line, JsonSerializerOptions.Web)!)
            .ToList();
        Assert.NotEmpty(vectors);
        return vectors;
    }

    private sealed record Vector(IReadOnlyList<string> Fields, IReadOnlyList<string> Sentences, int[] Trunk, IReadOnlyList<double> P, IReadOnlyList<ExpectedFinding> Findings)
    {
        public EngineRequest Request() => Contracts.Request(Contracts.Fields([.. Fields]), [.. Sentences]);
    }

    private sealed record ExpectedFinding(int Sentence, string Field, string? Value, double P);
}
