using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Run;

/// <summary>What becomes of the model process, until the run is asked to stop: a signal to the whole process group ends that process too, and then it is no news.</summary>
internal sealed class EngineNotices(IProgress<EngineNotice> to, CancellationToken stopping) : IProgress<EngineNotice>
{
    public void Report(EngineNotice value)
    {
        if (!stopping.IsCancellationRequested)
        {
            to.Report(value);
        }
    }
}
