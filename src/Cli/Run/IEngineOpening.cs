using Pipeline.Inference;
using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Run;

/// <summary>Starts what reads the documents of a service.</summary>
internal interface IEngineOpening
{
    /// <exception cref="EngineSetupException">The own engine cannot start.</exception>
    /// <exception cref="EndpointException">The endpoint cannot be used.</exception>
    Task<RunningEngine> StartAsync(IProgress<string> steps, IProgress<EngineNotice> notices, CancellationToken cancellationToken);
}
