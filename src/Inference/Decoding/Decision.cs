using System.Numerics.Tensors;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding;

/// <summary>A softmax over the allowed tokens alone, and what the full softmax thought of them (extraction.md §5).</summary>
/// <remarks>The sum behind <see cref="AllowedMass"/> is the one place where a decoder looks at every token of the vocabulary; all else reads the allowed ones.</remarks>
internal readonly ref struct Decision
{
    private Decision(int best, ReadOnlySpan<double> logProbabilities, double allowedMass)
    {
        Best = best;
        LogProbabilities = logProbabilities;
        AllowedMass = allowedMass;
    }

    public int Best { get; }

    /// <summary>In the order of the tokens.</summary>
    public ReadOnlySpan<double> LogProbabilities { get; }

    public double AllowedMass { get; }

    public double BestLogProbability => LogProbabilities[Best];

    /// <summary>Probability of the best option less that of the second; 1 without a rival.</summary>
    public double Margin => MarginOf(Best);

    /// <summary>Probability of an option less that of its likeliest rival: below 0 for all but the best.</summary>
    public double MarginOf(int option)
    {
        var rival = 0.0;
        for (var i = 0; i < LogProbabilities.Length; i++)
        {
            if (i != option)
            {
                rival = Math.Max(rival, Math.Exp(LogProbabilities[i]));
            }
        }

        return Math.Exp(LogProbabilities[option]) - rival;
    }

    /// <summary>Ties go to the first option, so that equal logits give equal answers.</summary>
    /// <param name="logits">A row of the whole vocabulary.</param>
    /// <param name="tokens">The allowed ones.</param>
    /// <param name="room">For their log-probabilities: at least as many. The decision reads from it.</param>
    /// <exception cref="EngineStepException">The logits are no numbers: the model or its cache is broken.</exception>
    public static Decision Of(scoped ReadOnlySpan<float> logits, scoped ReadOnlySpan<int> tokens, Span<double> room)
    {
        var values = room[..tokens.Length];
        var best = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            values[i] = logits[tokens[i]];
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        var allowed = LogSumExp(values);
        ThrowUnlessFinite(allowed);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] -= allowed;
        }

        return new Decision(best, values, Math.Min(1, Math.Exp(allowed - LogSumExp(logits))));
    }

    /// <summary>P(first) in a softmax over two tokens. Every sentence asks for it: it reads those two logits and no others.</summary>
    /// <exception cref="EngineStepException">The logits are no numbers: the model or its cache is broken.</exception>
    public static double Between(ReadOnlySpan<float> logits, int first, int second)
    {
        var probability = 1 / (1 + Math.Exp((double)logits[second] - logits[first]));
        ThrowUnlessFinite(probability);
        return probability;
    }

    // A NaN passes every comparison as false: it would end as a document without findings.
    private static void ThrowUnlessFinite(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new EngineStepException("The model's logits are no numbers.");
        }
    }

    private static double LogSumExp(ReadOnlySpan<double> values)
    {
        var max = TensorPrimitives.Max(values);
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += Math.Exp(value - max);
        }

        return max + Math.Log(sum);
    }

    /// <summary>Over the whole row, with the widest registers of the machine and chunks that stay in its nearest cache.</summary>
    private static double LogSumExp(ReadOnlySpan<float> logits)
    {
        var max = TensorPrimitives.Max(logits);
        Span<float> chunk = stackalloc float[1024];
        var sum = 0.0;
        for (var i = 0; i < logits.Length; i += chunk.Length)
        {
            var part = logits[i..Math.Min(logits.Length, i + chunk.Length)];
            var shifted = chunk[..part.Length];
            TensorPrimitives.Subtract(part, max, shifted);
            TensorPrimitives.Exp(shifted, shifted);
            sum += TensorPrimitives.Sum<float>(shifted);
        }

        return max + Math.Log(sum);
    }
}
