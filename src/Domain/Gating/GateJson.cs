using System.Text.Json.Serialization;

namespace Pipeline.Domain.Gating;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(GateSet))]
internal sealed partial class GateJson : JsonSerializerContext;
