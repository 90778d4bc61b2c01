using Pipeline.Inference.Scheduling;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Scheduling;

[Collection(ModelTests.Name)]
public sealed class PassagePackerTests
{
    private const int Budget = 100;

    private readonly LoadedModel _model;

    public PassagePackerTests(LoadedModel model) => _model = model;

    [Fact]
    public void Every_sentence_is_in_one_passage_in_order_and_a_passage_is_full_when_the_next_would_not_fit()
    {
        var random = new Random(3);
        var sentences = Enumerable.Range(0, 200).Select(_ => Plain(string.Join(' ', Enumerable.Repeat("party", 1 + random.Next(45))))).ToArray();

        var passages = Pack(sentences);

        Assert.Equal(Enumerable.Range(0, 200), passages.SelectMany(p => p).Select(s => s.Sentence));
        Assert.All(passages.SelectMany(p => p), s => Assert.Same(sentences[s.Sentence], s.Text));
        for (var i = 0; i < passages.Count; i++)
        {
            Assert.True(Size(passages[i]) <= Budget);
            Assert.True(i + 1 == passages.Count || Size(passages[i]) + passages[i + 1][0].Tokens.Length + 1 > Budget);
        }
    }

    [Fact]
    public void A_sentence_is_tokenised_alone_and_longer_than_the_budget_it_is_a_passage_alone()
    {
        var passages = Pack(Plain("Short."), Plain(string.Join(' ', Enumerable.Repeat("party", 150))), Plain("Also short."));

        Assert.Equal([[0], [1], [2]], passages.Select(p => p.Select(s => s.Sentence)));
        Assert.Equal(_model.Vocabulary.Tokenize("Also short.").AsEnumerable(), passages[2][0].Tokens);
        Assert.Equal(passages[1][0].Tokens.Length, _model.Vocabulary.Tokenize(passages[1][0].Text.Text).Length);
    }

    [Fact]
    public void A_passage_holds_each_sentence_and_its_line_feed()
    {
        var segments = Assert.Single(Pack(Plain("One."), Plain("Two words.")));

        var passage = new Passage(new ReadJob(new EngineRequest([], []), CancellationToken.None), segments, _model.Literals.LineFeed);

        Assert.Equal<IEnumerable<int>>([.. segments[0].Tokens, _model.Literals.LineFeed, .. segments[1].Tokens, _model.Literals.LineFeed], passage.Tokens);
        Assert.All(passage.Ends, end => Assert.Equal(_model.Literals.LineFeed, passage.Tokens[end]));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("漢")]
    [InlineData("😀")]
    [InlineData("_.")]
    public void A_word_of_100_000_characters_is_read_in_pieces(string unit)
    {
        var word = string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length));

        AssertCut($"Before {word} after it.", PassagePacker.WordCharacters);
        AssertCut($"x{word}", PassagePacker.WordCharacters);
    }

    [Fact]
    public void A_sentence_of_5_000_tokens_is_cut_at_words()
    {
        var text = string.Join(' ', Enumerable.Range(0, 1700).Select(i => $"word{i}"));
        Assert.True(_model.Vocabulary.Tokenize(text).Length > 5000);

        var segments = AssertCut(text, text.Length);

        Assert.All(segments, s => Assert.StartsWith("word", s.Text.Text, StringComparison.Ordinal));
        Assert.All(segments, s => Assert.InRange(s.Tokens.Length, 1, PassagePacker.SegmentTokens));
    }

    [Fact]
    public void Whatever_is_cut_stays_below_what_a_lane_has_room_for()
    {
        var random = new Random(5);
        string[] units = ["a", "漢", "\u0e01", "😀", " ", " ", "\u0001", "é"];
        for (var round = 0; round < 20; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 3000).SelectMany(_ => Enumerable.Repeat(units[random.Next(units.Length)], random.Next(60))));
            AssertCut(text, text.Length);
        }
    }

    [Fact]
    public void Typed_spans_move_with_their_piece_and_those_over_a_cut_are_dropped()
    {
        var text = new string('x', 400) + " ends May 3, 2011.";
        var sentence = new EngineSentence(text, [new OfferedSpan("date", text.IndexOf("May", StringComparison.Ordinal), 11), new OfferedSpan("date", 190, 20)]);

        var spans = Pack(sentence).SelectMany(p => p).SelectMany(s => s.Text.Spans.Select(span => s.Text.Text.Substring(span.Start, span.Length)));

        Assert.Equal(["May 3, 2011"], spans);
    }

    [Fact]
    public void Sentences_without_text_are_in_no_passage()
    {
        Assert.Empty(Pack());
        Assert.Empty(Pack(Plain(""), Plain("   ")));
    }

    private List<Segment> AssertCut(string text, int longestWord)
    {
        var passages = Pack(Plain(text));
        var segments = passages.SelectMany(p => p).ToList();
        var end = 0;
        foreach (var segment in segments)
        {
            Assert.Equal(text.Substring(segment.Offset, segment.Text.Text.Length), segment.Text.Text);
            Assert.True(string.IsNullOrWhiteSpace(text[end..segment.Offset]));
            Assert.False(char.IsLowSurrogate(segment.Text.Text[0]));
            Assert.DoesNotContain(segment.Text.Text.Split(' '), word => word.Length > longestWord);
            end = segment.Offset + segment.Text.Text.Length;
        }

        Assert.True(string.IsNullOrWhiteSpace(text[end..]));
        Assert.All(passages, p => Assert.InRange(Size(p), 1, PassagePacker.LargestSegment));
        return segments;
    }

    private List<List<Segment>> Pack(params EngineSentence[] sentences) => new PassagePacker(_model.Vocabulary, Budget).Pack(sentences);

    private static int Size(List<Segment> passage) => passage.Sum(s => s.Tokens.Length + 1);

    private static EngineSentence Plain(string text) => new(text, []);
}
