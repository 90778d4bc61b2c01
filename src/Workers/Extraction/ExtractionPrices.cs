using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Inference;

namespace Pipeline.Workers.Extraction;

/// <summary>What extraction costs: the own engine's CPU time, or the tokens of an endpoint.</summary>
/// <param name="CpuSecond">Null where the engine works on another machine, or its time is not ours to meter.</param>
/// <param name="PromptTokens">Of a million tokens that the endpoint read; null without an endpoint.</param>
/// <param name="CompletionTokens">Of a million tokens that it wrote.</param>
public sealed record ExtractionPrices(Price? CpuSecond, Price? PromptTokens = null, Price? CompletionTokens = null)
{
    // A quantity has six decimals, so a single token of a million is booked exactly.
    private const decimal Million = 1_000_000m;

    /// <summary>The units of an endpoint's model in a price list: vendors quote prices per million tokens.</summary>
    public static (string Prompt, string Completion) UnitsOf(string model) => ($"million_prompt_tokens:{model}", $"million_completion_tokens:{model}");

    /// <summary>Of a second engine that is asked where the first is unsure; null where there is none.</summary>
    public ExtractionPrices? Second { get; init; }

    /// <summary>Of both engines.</summary>
    public IReadOnlyList<CostEntry> Book(Extraction extraction)
    {
        ArgumentNullException.ThrowIfNull(extraction);
        return [.. Book(extraction.Usage), .. extraction.SecondUsage is { } second && Second is { } prices ? prices.Book(second) : []];
    }

    /// <summary>Of a reading that led to a result.</summary>
    public IReadOnlyList<CostEntry> Book(EngineUsage usage) => Book(usage, CostKind.Work);

    /// <summary>Of one that did not; nothing where nothing was spent.</summary>
    public IReadOnlyList<CostEntry> BookWaste(EngineUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return usage is { PromptTokens: 0, DecodedTokens: 0, ComputeSeconds: 0 } ? [] : Book(usage, CostKind.Waste);
    }

    private CostEntry[] Book(EngineUsage usage, CostKind kind)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return [.. Entry((decimal)usage.ComputeSeconds, CpuSecond, kind), .. Entry(usage.PromptTokens / Million, PromptTokens, kind), .. Entry(usage.DecodedTokens / Million, CompletionTokens, kind)];
    }

    private static IEnumerable<CostEntry> Entry(decimal quantity, Price? price, CostKind kind) =>
        price is null ? [] : [CostEntry.Book(DocumentStage.Extracting, quantity, price, kind)];
}
