using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Workers.Stages;

namespace Pipeline.Workers.Queue;

/// <summary>What becomes of a message whose consumer threw. It is only a hint: given up with a word, never moved to an error queue that nobody empties.
/// One for which there was no room goes back to its queue, for another process.</summary>
internal sealed class FaultFilter(ILogger log) : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception.GetBaseException() is StageClosedException closed)
        {
            throw closed;
        }

        var cause = context.Exception.GetBaseException();
        Log.Discarded(log, context.InputAddress.AbsolutePath, cause.GetType().Name, cause.Message);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("fault");
}
