using System.Text.Json.Serialization;

namespace Pipeline.Inference.Protocol;

/// <summary>What parent and child say to each other.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ReadFrame), "read")]
[JsonDerivedType(typeof(CancelFrame), "cancel")]
[JsonDerivedType(typeof(ReadyFrame), "ready")]
[JsonDerivedType(typeof(NotReadyFrame), "not_ready")]
[JsonDerivedType(typeof(ReadingFrame), "reading")]
[JsonDerivedType(typeof(RefusedFrame), "refused")]
[JsonDerivedType(typeof(ProgressFrame), "progress")]
internal abstract record EngineFrame;

/// <summary>Parent: read this.</summary>
internal sealed record ReadFrame(long Id, EngineRequest Request) : EngineFrame;

/// <summary>Parent: nobody waits for this one any more.</summary>
internal sealed record CancelFrame(long Id) : EngineFrame;

/// <summary>Child: the model is loaded.</summary>
internal sealed record ReadyFrame(string LlamaVersion) : EngineFrame;

/// <summary>Child: it cannot start, and ends.</summary>
internal sealed record NotReadyFrame(string Message, EngineShortage Shortage) : EngineFrame;

/// <summary>Child: a document is read.</summary>
internal sealed record ReadingFrame(long Id, EngineReading Reading) : EngineFrame;

/// <summary>Child: a document cannot be read, for a reason of its own.</summary>
/// <param name="Message">Never holds text of the document.</param>
/// <param name="Asked">What was asked for cannot be; otherwise reading failed.</param>
internal sealed record RefusedFrame(long Id, string Message, bool Asked) : EngineFrame;

/// <summary>Child, every second: a child whose token count stands still while it has work hangs.</summary>
internal sealed record ProgressFrame(EngineStatistics Statistics) : EngineFrame;
