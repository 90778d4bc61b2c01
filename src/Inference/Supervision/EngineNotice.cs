namespace Pipeline.Inference.Supervision;

/// <summary>Something about an engine that people should know: its child died, hung, or runs again; its endpoint fails, or answers again.</summary>
public sealed record EngineNotice(string Message);
