using Pipeline.Domain.Gating;

namespace Pipeline.Domain.Tests.Gating;

public sealed class GateTrainerTests
{
    private static readonly string[] Fields = ["governing_law", "parties"];

    private static readonly string[] Fillers =
    [
        "The receiving side keeps such records in a dry and locked room at all times.",
        "Each copy carries the same marks as the sheet from which it was made.",
        "Nothing in this paragraph binds a person who learnt of it by other means.",
        "Notices reach the other side on the third day after they were posted.",
        "A break of one duty does not end the others, which go on as before.",
    ];

    [Fact]
    public void The_same_documents_give_the_same_gate_in_any_order()
    {
        var documents = Documents(30);

        var gate = Set(GateTrainer.Fit(documents, Fields, "two@1", 0.99, 0));
        var again = Set(GateTrainer.Fit([.. documents.Reverse()], Fields, "two@1", 0.99, 0));

        Assert.Equal(gate.ToJson(), again.ToJson());
    }

    [Fact]
    public void It_reads_what_holds_answers_in_documents_that_it_never_saw_and_little_else()
    {
        var gate = new SentenceGate(GateTrainer.Fit(Documents(60), Fields, "two@1", 0.99, 0));
        var (answers, kept, others, read) = (0, 0, 0, 0);

        foreach (var document in Documents(100).Skip(60))
        {
            var reads = gate.Reads(document.Sentences);
            var holding = document.Answers.SelectMany(a => a.Sentences).ToHashSet();
            answers += holding.Count;
            kept += holding.Count(i => reads[i]);
            others += reads.Length - holding.Count;
            read += reads.Where((r, i) => r && !holding.Contains(i)).Count();
        }

        Assert.Equal(80, answers);
        Assert.Equal(answers, kept);
        Assert.True(read < others / 10, $"{read} of {others} other sentences are read.");
    }

    [Fact]
    public void A_stored_gate_scores_as_the_trained_one_and_by_the_plain_sum_of_its_weights()
    {
        var trained = GateTrainer.Fit(Documents(30), Fields, "two@1", 0.99, 1);
        var stored = GateSet.Parse(Set(trained).ToJson()).For(Fields)!;

        foreach (var document in Documents(40))
        {
            var plain = SentenceFeatures.Of(document.Sentences).Select(features => stored.Bias + features.Sum(f => (int)(sbyte)stored.Weights[f]));
            Assert.Equal(plain, new SentenceGate(trained).Score(document.Sentences));
            Assert.Equal(plain, new SentenceGate(stored).Score(document.Sentences));
        }

        Assert.Equal(trained.Identity, stored.Identity);
    }

    [Fact]
    public void Its_threshold_keeps_as_many_answers_as_was_asked_for()
    {
        var all = GateTrainer.Fit(Documents(50), Fields, "two@1", 1, 0);
        var most = GateTrainer.Fit(Documents(50), Fields, "two@1", 0.8, 0);

        Assert.Equal(1, all.Figures.Chosen);
        Assert.InRange(most.Figures.Chosen, 0.8, 0.99);
        Assert.True(most.Threshold > all.Threshold);
        Assert.Equal(0, all.Residual);
        Assert.True(most.Residual > 0);
    }

    [Fact]
    public void Documents_without_answers_for_the_fields_teach_nothing()
    {
        Assert.Throws<ArgumentException>(() => GateTrainer.Fit(Documents(30), ["insurance"], "one@1", 0.99, 0));
    }

    private static GateSet Set(Gate gate) => new() { Features = SentenceFeatures.Version, Gates = [gate] };

    /// <summary>Some twenty sentences each, two with an answer in other words and places each time.</summary>
    private static GateDocument[] Documents(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        string[] states = ["Ohio", "Texas", "Nevada", "Utah", "Maine"];
        string[] names = ["Acme", "Bolt", "Corax", "Dune"];
        var sentences = Enumerable.Range(0, 16 + (i % 7)).Select(k => Fillers[(k + (i * 3)) % Fillers.Length]).ToList();
        sentences.Insert(0, $"This Agreement is made between {names[i % 4]} Inc. and {names[(i + 1) % 4]} LLC.");
        var law = 5 + (i % 9);
        sentences.Insert(law, $"It is governed by the laws of the State of {states[i % 5]}.");
        return new GateDocument($"d{i:000}.pdf", sentences, Fields, [new GateAnswer("parties", [(0, 8)]), new GateAnswer("governing_law", [(law, 4)])]);
    })];
}
