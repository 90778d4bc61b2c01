using System.Text;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>All paths of one sentence's answer, driven to their ends by arbitrary logits.</summary>
internal sealed class DrivenAnswer
{
    private DrivenAnswer(SentenceTask task) => Task = task;

    public SentenceTask Task { get; }

    public SentenceAnswer Answer { get; } = new();

    public List<AnswerPath> Paths { get; } = [];

    public static DrivenAnswer Drive(LoadedModel model, AnswerCase arbitrary, DecodingLimits limits, bool probe)
    {
        var literals = model.Literals;
        var task = new SentenceTask(arbitrary.Sentence, arbitrary.Fields, literals, model.Vocabulary.Trie, limits);
        var driven = new DrivenAnswer(task);
        var logits = new Logits(model.Vocabulary.Count, arbitrary.Seed, arbitrary.Scale, literals.Close[0], literals.LineFeed);
        var open = new Stack<AnswerPath>();
        open.Push(new AnswerPath(task, driven.Answer, arbitrary.FindingProbability, probe));
        while (open.TryPop(out var path))
        {
            var decisions = 0;
            while (!path.IsFinished)
            {
                path.Decide(logits.Next()).ForEach(open.Push);
                // 8 findings, each at most 48 tokens of value, 16 of a name, and the choice to go on.
                Assert.True(++decisions <= 8 * 65, "A path does not end.");
            }

            driven.Paths.Add(path);
        }

        return driven;
    }

    /// <summary>The text of a path's answer, in brackets and without the line feed that closes it.</summary>
    public static string Text(LoadedModel model, AnswerPath path)
    {
        Assert.Equal(model.Literals.LineFeed, path.Tokens[^1]);
        var bytes = path.Tokens.SkipLast(1).SelectMany(model.Vocabulary.Bytes).ToArray();
        return $"[{new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes)}]";
    }
}
