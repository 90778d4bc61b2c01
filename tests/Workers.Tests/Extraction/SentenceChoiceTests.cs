using Pipeline.Domain.Gating;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Segmentation;
using Pipeline.Inference;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Tests.Models;

namespace Pipeline.Workers.Tests.Extraction;

public sealed class SentenceChoiceTests
{
    private const string Law = "It is governed by the laws of Ohio.";
    private const string Filler = "Nothing of note is said here at all.";

    [Fact]
    public void Without_a_gate_every_sentence_is_read()
    {
        var (sentences, layout) = Document(PageSource.Text);

        var choice = SentenceChoice.Of(null, sentences, layout);

        Assert.Equal(Enumerable.Range(0, 40), choice.Read);
        Assert.Equal(0, choice.Skipped);
    }

    [Fact]
    public void What_the_model_says_goes_back_to_the_sentences_it_was_said_of()
    {
        var (sentences, layout) = Document(PageSource.Text);
        var choice = SentenceChoice.Of(new SentenceGate(TestGate.For(Law, Filler, "governing_law")), sentences, layout);
        Assert.Equal([10, 30], choice.Read);

        var placed = choice.Place(new EngineReading
        {
            SentenceProbabilities = [0.9, 0.4],
            Findings = [new EngineFinding(1, "governing_law", 30, 4, 0.9, new EngineDecisions())],
            PossibleMisses = [new EnginePossibleMiss(0, "governing_law", 0.04)],
            CutSentences = [1],
            Usage = new EngineUsage(1, 20, 5, 0),
        });

        Assert.Equal(38, choice.Skipped);
        Assert.Equal(30, Assert.Single(placed.Findings).Sentence);
        Assert.Equal(10, Assert.Single(placed.PossibleMisses).Sentence);
        Assert.Equal([30], placed.CutSentences);
        Assert.Equal(40, placed.SentenceProbabilities.Count);
        Assert.Equal((0.9, 0.4), (placed.SentenceProbabilities[10], placed.SentenceProbabilities[30]));
        // Not read is not "nothing there": it may hold an answer as often as the gate was seen to be wrong.
        Assert.All(placed.SentenceProbabilities.Where((_, i) => i is not (10 or 30)), p => Assert.Equal(TestGate.Residual, p));
    }

    [Fact]
    public void Recognised_text_is_read_whole()
    {
        var (sentences, layout) = Document(PageSource.Ocr);

        var choice = SentenceChoice.Of(new SentenceGate(TestGate.For(Law, Filler, "governing_law")), sentences, layout);

        // The second page is the scanned one.
        Assert.Equal([10, .. Enumerable.Range(20, 20)], choice.Read);
    }

    private static (IReadOnlyList<Sentence> Sentences, DocumentLayout Layout) Document(PageSource second)
    {
        var layout = new DocumentLayout([Page(1, PageSource.Text), Page(2, second)]);
        return (SentenceSegmenter.Segment(layout), layout);
    }

    private static Page Page(int number, PageSource source) =>
        new(number, 612, 792, 0, source, [.. Enumerable.Range(0, 20).Select(i => new Block([.. (i == 10 ? Law : Filler).Split(' ').Select(word => new Word(word, null, 0))]))]);
}
