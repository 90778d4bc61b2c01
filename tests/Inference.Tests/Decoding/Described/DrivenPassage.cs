using System.Text;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Tests.Decoding.Described;

/// <summary>A passage's answer, driven to its end by arbitrary logits.</summary>
internal sealed class DrivenPassage
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private DrivenPassage(PassageTask task, PassageAnswer answer) => (Task, Answer) = (task, answer);

    public PassageTask Task { get; }

    public PassageAnswer Answer { get; }

    /// <summary>Rows of logits that it took.</summary>
    public int Decisions { get; private set; }

    public string Text => Strict.GetString([.. Answer.Written]);

    public IEnumerable<(int Sentence, int Field, int? Start, int? Length, int? Option, double Probability, EngineDecisions Decisions)> Findings =>
        Answer.Sentences().SelectMany((said, i) => (said.Answer?.Findings ?? []).Select(f => (i, f.Field, f.Start, f.Length, f.Option, f.Probability, f.Decisions)));

    public IEnumerable<(int Sentence, int Field, double Probability)> Misses =>
        Answer.Sentences().SelectMany((said, i) => (said.Answer?.PossibleMisses ?? []).Select(m => (i, m.Field, m.Probability)));

    public static DrivenPassage Drive(Vocabulary vocabulary, PassageCase arbitrary, PassageLimits limits)
    {
        // The closing quote and bracket are what ends values and answers.
        int[] unlikely = [Spelling.Of("\""u8, vocabulary.Trie)![0], Spelling.Of("]"u8, vocabulary.Trie)![0]];
        var logits = new Logits(vocabulary.Count, arbitrary.Seed, arbitrary.Scale, unlikely);
        var task = new PassageTask(arbitrary.Sentences, arbitrary.Fields, vocabulary.Trie, limits);
        var driven = new DrivenPassage(task, new PassageAnswer(task, new PromptText(vocabulary)));
        while (!driven.Answer.IsFinished)
        {
            driven.Answer.Decide(logits.Next());
            driven.Decisions++;
            Assert.InRange(driven.Answer.Tokens.Count, 0, limits.AnswerTokens);
        }

        return driven;
    }
}
