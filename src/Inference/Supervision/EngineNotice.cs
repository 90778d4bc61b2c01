namespace Pipeline.Inference.Supervision;

/// <summary>Something about the child that people should know: it died, hung, or runs again.</summary>
public sealed record EngineNotice(string Message);
