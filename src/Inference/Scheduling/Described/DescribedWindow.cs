using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Scheduling.Described;

/// <summary>How a context is shared out between instructions, passage and answer, all in tokens.</summary>
internal sealed class DescribedWindow
{
    /// <summary>42 fields with their descriptions take about 1,300, a passage 400 to 1,300, the longest answer 1,536.</summary>
    public const int MostTokens = 6144;

    /// <summary>An answer that cannot be this long is not asked for: about fifteen findings.</summary>
    public const int LeastAnswer = 512;

    private readonly PassageLimits _limits;

    public DescribedWindow(LlamaModel model, PassageLimits limits)
    {
        Tokens = Math.Min(MostTokens, model.TrainingContextSize);
        _limits = limits;
    }

    /// <summary>What one sequence may hold: no more than the model was trained for.</summary>
    public int Tokens { get; }

    /// <summary>Cells of a context that reads several passages at a time. A sentence that could not be cut may run over the window: there the model reads worse, but nothing fails.</summary>
    public int Cells(int slots, int passageTokens) =>
        512 * ((Tokens + PassagePacker.LargestSegment + ((slots - 1) * (passageTokens + _limits.AnswerTokens)) + 511) / 512);

    /// <summary>Most tokens of the answer after a passage.</summary>
    public int Answer(DescribedPrompt prompt, Passage passage) =>
        Math.Clamp(Tokens - prompt.Prefix.Length - passage.Tokens.Length, LeastAnswer, _limits.AnswerTokens);

    /// <summary>What is left for a passage behind a prompt.</summary>
    /// <exception cref="ArgumentException">Too little.</exception>
    public int Passage(DescribedPrompt prompt)
    {
        var left = Tokens - prompt.Prefix.Length - prompt.After.Length - LeastAnswer;
        return left >= 256
            ? left
            : throw new ArgumentException($"The fields and their descriptions take {prompt.Prefix.Length} tokens; the model's window of {Tokens} leaves no room for a passage and its answer. Ask for fewer fields, describe them more briefly, or use a model with a larger window.");
    }
}
