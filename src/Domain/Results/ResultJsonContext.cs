using System.Text.Json.Serialization;
using Pipeline.Domain.Confidence;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Results;

/// <summary>Made by the compiler for what every run reads and writes: reflection over these types took a noticeable part of a run with nothing to do.</summary>
[JsonSerializable(typeof(DocumentResult))]
[JsonSerializable(typeof(Calibration))]
[JsonSerializable(typeof(ExtractionSchema))]
internal sealed partial class ResultJsonContext : JsonSerializerContext;
