using System.Text;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Tests.Decoding.Described;

/// <summary>An answer by a model that wants to write a given text, with the longest tokens that there are, and has doubts where a test gives it some.</summary>
internal static class ScriptedAnswer
{
    /// <param name="doubts">Where the rest of the text starts with the key: the probabilities of tokens by their text.</param>
    public static PassageAnswer Write(Vocabulary vocabulary, PassageTask task, string text, params (string Ahead, (string Token, double Probability)[] Tokens)[] doubts)
    {
        var answer = new PassageAnswer(task, new PromptText(vocabulary));
        var wanted = Encoding.UTF8.GetBytes(text);
        while (!answer.IsFinished)
        {
            var logits = Enumerable.Repeat(-60f, vocabulary.Count).ToArray();
            var rest = wanted[Math.Min(wanted.Length, answer.Tokens.Sum(t => vocabulary.Bytes(t).Length))..];
            var matches = new List<TokenMatch>();
            vocabulary.Trie.Match(rest, matches);
            var doubt = doubts.FirstOrDefault(d => Encoding.UTF8.GetString(rest) == d.Ahead).Tokens;
            matches.ForEach(m => logits[m.Token] = doubt is null ? 10 * m.Length : -60);
            foreach (var (token, probability) in doubt ?? [])
            {
                logits[Token(vocabulary, token)] = (float)Math.Log(probability);
            }

            answer.Decide(logits);
        }

        return answer;
    }

    private static int Token(Vocabulary vocabulary, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var matches = new List<TokenMatch>();
        vocabulary.Trie.Match(bytes, matches);
        return matches.Single(m => m.Length == bytes.Length).Token;
    }
}
