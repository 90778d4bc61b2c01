namespace Pipeline.Inference;

/// <summary>Reads documents: the supervised llama.cpp child, or another engine behind the same seam.</summary>
public interface IReadingEngine
{
    /// <summary>Totals since the engine started.</summary>
    EngineStatistics Statistics { get; }

    /// <summary>Reads one document; may be called for many at once.</summary>
    /// <exception cref="EngineCrashException">The engine died each time it read this document, alone the last time. Others are unharmed.</exception>
    /// <exception cref="EngineRefusalException">The fields cannot be asked for.</exception>
    /// <exception cref="EngineSetupException">The engine cannot be started again.</exception>
    /// <exception cref="OpenAi.EndpointException">An endpoint could not be used.</exception>
    Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken);
}
