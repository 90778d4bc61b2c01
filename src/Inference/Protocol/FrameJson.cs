using System.Text.Json.Serialization;

namespace Pipeline.Inference.Protocol;

/// <summary>Source-generated, so that the child starts without reflection.</summary>
[JsonSerializable(typeof(EngineFrame))]
internal sealed partial class FrameJson : JsonSerializerContext;
