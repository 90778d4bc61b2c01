using Pipeline.Inference.Models;
using Pipeline.Inference.Scheduling;
using Pipeline.Inference.Scheduling.Described;

namespace Pipeline.Inference;

/// <summary>The engine inside its own process: one loaded model, its lanes, and the queue of passages. Safe to call from several threads.</summary>
public sealed class ReadingEngine : IDisposable
{
    private readonly LlamaModel _model;
    private readonly IReadingStyle _style;
    private readonly PassageQueue _queue;
    private readonly EngineMeter _meter;
    private readonly List<IEngineLane> _lanes = [];
    private readonly List<Thread> _threads = [];

    private ReadingEngine(EngineSettings settings, LlamaModel model)
    {
        _model = model;
        _queue = new PassageQueue(new QueueLimits { BulkPatience = settings.BulkPatience }, TimeProvider.System);
        _meter = new EngineMeter(settings.Lanes);
        _style = settings.Style switch
        {
            EngineStyle.Inline => new InlineStyle(settings, model, _queue, _meter),
            EngineStyle.Described => new DescribedStyle(settings, model, _queue, _meter),
        };
        for (var i = 0; i < settings.Lanes; i++)
        {
            _lanes.Add(_style.NewLane());
        }
    }

    public EngineStatistics Statistics => _meter.Read();

    /// <summary>Of the last 1,024 interactive passages, each on its own.</summary>
    public IReadOnlyList<PassageWait> InteractiveWaits => _meter.InteractiveWaits;

    internal EngineMeter Meter => _meter;

    /// <summary>Loads the model and starts the lanes.</summary>
    /// <param name="settings">Sizes.</param>
    /// <param name="onFault">Called once, on a lane's thread, when a lane cannot go on: the process must end, since its cache can no longer be trusted.</param>
    /// <exception cref="EngineSetupException">The libraries, the model or memory are not there.</exception>
    public static ReadingEngine Start(EngineSettings settings, Action<Exception> onFault)
    {
        var model = LlamaModel.Load(settings.Libraries, settings.Model, settings.Placement);
        ReadingEngine engine;
        try
        {
            engine = new ReadingEngine(settings, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        foreach (var lane in engine._lanes)
        {
            var thread = new Thread(() => engine.Guard(lane, onFault)) { IsBackground = true, Name = "engine lane" };
            engine._threads.Add(thread);
            thread.Start();
        }

        return engine;
    }

    /// <summary>Reads one document, once the queue has room for it. Cancelling frees its slots with the next step.</summary>
    /// <exception cref="ArgumentException">The field list cannot be asked for.</exception>
    /// <exception cref="ObjectDisposedException">The engine was stopped before the document was read.</exception>
    public async Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var job = new ReadJob(request, cancellationToken);
        await _queue.WaitForRoomAsync(job.Priority, cancellationToken);
        IReadOnlyList<Passage> passages = [];
        try
        {
            passages = _style.Pack(job, request);
        }
        finally
        {
            if (!_queue.Enter(job.Priority, passages))
            {
                job.Fail(Stopped());
            }
        }

        // What still waits in the queue is dropped when its turn comes; the caller need not wait for that.
        return await job.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Stops the lanes after their running step, then frees contexts before weights.</summary>
    public void Dispose()
    {
        CloseQueue(Stopped());
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }

        _model.Dispose();
    }

    internal static ObjectDisposedException Stopped() => new(nameof(ReadingEngine));

    private void CloseQueue(Exception reason)
    {
        foreach (var passage in _queue.Close())
        {
            passage.Job.Fail(reason);
        }
    }

    private void Guard(IEngineLane lane, Action<Exception> onFault)
    {
        try
        {
            lane.Run();
            lane.Abandon(Stopped());
        }
#pragma warning disable CA1031 // The top of a thread: whatever ends a lane must end the process in an orderly way.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // First: in the child this does not return, and its documents must be read again instead of being refused one by one.
            onFault(e);
            CloseQueue(e);
            lane.Abandon(e);
        }
    }
}
