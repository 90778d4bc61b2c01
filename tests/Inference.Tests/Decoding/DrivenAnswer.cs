using System.Text;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.Models;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>All paths of one sentence's answer, driven to their ends by arbitrary logits.</summary>
internal sealed class DrivenAnswer
{
    private DrivenAnswer(SentenceTask task) => Task = task;

    public SentenceTask Task { get; }

    public SentenceAnswer Answer { get; } = new();

    public List<AnswerPath> Paths { get; } = [];

    public static DrivenAnswer Drive(LoadedModel model, AnswerCase arbitrary, DecodingLimits limits, bool probe) =>
        Drive(model.Vocabulary, model.Literals, arbitrary, limits, probe);

    public static DrivenAnswer Drive(Vocabulary vocabulary, InlineLiterals literals, AnswerCase arbitrary, DecodingLimits limits, bool probe)
    {
        var task = new SentenceTask(arbitrary.Sentence, arbitrary.Fields, literals, vocabulary.Trie, limits);
        var driven = new DrivenAnswer(task);
        var logits = new Logits(vocabulary.Count, arbitrary.Seed, arbitrary.Scale, literals.Close[0], literals.LineFeed);
        var open = new Stack<AnswerPath>();
        var forks = new List<AnswerPath>();
        open.Push(new AnswerPath(task, driven.Answer, arbitrary.FindingProbability, probe, new DecodingMemory()));
        while (open.TryPop(out var path))
        {
            var decisions = 0;
            while (!path.IsFinished)
            {
                forks.Clear();
                path.Decide(logits.Next(), forks);
                forks.ForEach(open.Push);
                // 8 findings, each at most 48 tokens of value, 16 of a name, and the choice to go on.
                Assert.True(++decisions <= 8 * 65, "A path does not end.");
            }

            driven.Paths.Add(path);
        }

        return driven;
    }

    /// <summary>The text of a path's answer, in brackets and without the line feed that closes it.</summary>
    public static string Text(LoadedModel model, AnswerPath path) => Text(model.Vocabulary, model.Literals, path);

    public static string Text(Vocabulary vocabulary, InlineLiterals literals, AnswerPath path)
    {
        Assert.Equal(literals.LineFeed, path.Tokens[^1]);
        var bytes = path.Tokens.SkipLast(1).SelectMany(vocabulary.Bytes).ToArray();
        return $"[{new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes)}]";
    }
}
