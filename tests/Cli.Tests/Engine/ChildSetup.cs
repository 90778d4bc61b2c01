using System.Text.Json;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Inference;
using Pipeline.Inference.Supervision;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Cli.Tests.Engine;

/// <summary>The real child with the real default model, small documents for it, and what was said about it.</summary>
internal static class ChildSetup
{
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "pipeline.dll");

    public static EngineSettings Settings { get; } = new()
    {
        Libraries = Checkout.PathOf("node_modules/@node-llama-cpp/linux-x64/bins/linux-x64"),
        Model = Checkout.PathOf("models/contracts-135m.gguf"),
        Lanes = 2,
        Slots = 1,
        StepTokens = 64,
    };

    public static EngineChildOptions Options(string folder) => new() { Command = ["dotnet", Program, "engine"], RunFolder = folder, Settings = Settings };

    /// <summary>Short texts, all different: a reading that was given to another document would show.</summary>
    public static EngineRequest[] Documents(int count) => [.. Enumerable.Range(0, count).Select(i => Document(i, ""))];

    public static EngineRequest Document(int i, string word)
    {
        string[] states = ["Ohio", "Texas", "Maine", "Nevada", "Utah"];
        return Contracts.Request(
            Contracts.NdaFields,
            FormattableString.Invariant($"This Agreement{word} is made as of May {1 + (i % 28)}, {1990 + (i % 30)} between Acme {i} Inc. and Bolt LLC."),
            FormattableString.Invariant($"It is governed by the laws of the State of {states[i % states.Length]} and lasts for {2 + (i % 7)} years."));
    }

    /// <summary>All digits of a reading, without what it took.</summary>
    public static string Digits(EngineReading reading) => JsonSerializer.Serialize(reading with { Usage = reading.Usage with { ComputeSeconds = 0 } });
}
