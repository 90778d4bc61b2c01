using System.Text.Json.Serialization;

namespace Pipeline.Inference.Tuning;

/// <summary>What <see cref="EngineTuner"/> chose, and what it saw.</summary>
/// <param name="Lanes">Contexts side by side.</param>
/// <param name="ThreadsPerLane">Threads of each.</param>
/// <param name="Measured">Every shape that was tried, with its best round.</param>
public sealed record TuningOutcome(int Lanes, int ThreadsPerLane, IReadOnlyList<TuningMeasurement> Measured);

/// <param name="Lanes">Contexts side by side.</param>
/// <param name="ThreadsPerLane">Threads of each.</param>
/// <param name="TokensPerSecond">Of all lanes together, in the best round.</param>
public sealed record TuningMeasurement(int Lanes, int ThreadsPerLane, double TokensPerSecond);

/// <summary>For the process that tunes, and the file that keeps what it found.</summary>
[JsonSerializable(typeof(TuningOutcome))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
public sealed partial class TuningJson : JsonSerializerContext;
