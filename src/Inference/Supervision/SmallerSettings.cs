using System.Globalization;

namespace Pipeline.Inference.Supervision;

/// <summary>What is tried when memory is short for a context: half the slots, then half the context as well.</summary>
internal static class SmallerSettings
{
    /// <summary>The settings after <paramref name="steps"/> steps down, with words for people; null where there is nothing smaller to try.</summary>
    public static (EngineSettings Settings, string Words)? Of(EngineSettings asked, int steps)
    {
        var fewer = Fewer(asked);
        var smaller = fewer with { PassageTokens = Math.Max(asked.PassageTokens / 2, 64), StepTokens = Math.Max(asked.StepTokens / 2, 64) };
        EngineSettings[] ladder = fewer == asked ? [smaller] : [fewer, smaller];
        return steps < 1 || steps > ladder.Length || ladder[steps - 1] == asked ? null : (ladder[steps - 1], Words(ladder[steps - 1]));
    }

    /// <summary>Half of the passages that are read at a time. Where each lane reads one, half the lanes.</summary>
    private static EngineSettings Fewer(EngineSettings asked) =>
        asked.Slots > 1 ? asked with { Slots = asked.Slots / 2 }
        : asked.Lanes > 1 ? asked with { Lanes = asked.Lanes / 2 }
        : asked;

    private static string Words(EngineSettings settings) =>
        string.Create(CultureInfo.InvariantCulture, $"lanes {settings.Lanes}, slots {settings.Slots}, passages of {settings.PassageTokens} tokens, steps of {settings.StepTokens}");
}
