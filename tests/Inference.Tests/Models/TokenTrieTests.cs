using System.Text;
using Pipeline.Inference.Models;
using Pipeline.Inference.Tests.Decoding;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Models;

[Collection(ModelTests.Name)]
public sealed class TokenTrieTests
{
    private readonly LoadedModel _model;

    public TokenTrieTests(LoadedModel model) => _model = model;

    [Fact]
    public void It_gives_every_token_that_the_text_begins_with()
    {
        var trie = ByteVocabulary.Of("a", "ab", "abc", "b", "abd", "ab");

        Assert.Equal([(0, 1), (1, 2), (5, 2), (2, 3)], Match(trie, "abcd"));
        Assert.Equal([(3, 1)], Match(trie, "ba"));
        Assert.Equal([], Match(trie, "x"));
        Assert.Equal([], Match(trie, ""));
        Assert.Equal([(0, 1)], Match(trie, "a"));
    }

    [Theory]
    [InlineData("This Agreement is made as of May 3, 2011")]
    [InlineData("\\u0001 \"Ünïcode\" 😀")]
    public void On_the_models_vocabulary_it_agrees_with_a_look_at_every_token(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var expected = from token in Enumerable.Range(0, _model.Vocabulary.Count)
                       let piece = _model.Vocabulary.Bytes(token)
                       where piece.Length > 0 && bytes.AsSpan().StartsWith(piece)
                       select (token, piece.Length);

        Assert.Equal(expected.Order(), Match(_model.Vocabulary.Trie, text).Order());
    }

    [Theory]
    [InlineData("<|im_start|>")]
    [InlineData("<|endoftext|>")]
    public void A_special_token_is_neither_read_out_of_a_text_nor_written_in_a_value(string special)
    {
        Assert.True(_model.Vocabulary.Tokenize(special).Length > 1);
        Assert.DoesNotContain(Match(_model.Vocabulary.Trie, special), m => m.Length == special.Length);
    }

    [Fact]
    public void Some_bytes_cannot_be_written_and_the_tokeniser_drops_them()
    {
        Assert.Empty(Match(_model.Vocabulary.Trie, "\U00040000"));
        Assert.DoesNotContain((byte)0xF1, _model.Vocabulary.Tokenize("\U00040000").SelectMany(_model.Vocabulary.Bytes));
    }

    private static List<(int Token, int Length)> Match(TokenTrie trie, string text)
    {
        var matches = new List<TokenMatch>();
        trie.Match(Encoding.UTF8.GetBytes(text), matches);
        return [.. matches.Select(m => (m.Token, m.Length))];
    }
}
