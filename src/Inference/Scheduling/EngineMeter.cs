using System.Diagnostics;

namespace Pipeline.Inference.Scheduling;

/// <summary>Counts steps, tokens, time and allocations over all lanes.</summary>
internal sealed class EngineMeter
{
    private const int KnownWaits = 1024;

    private readonly Lock _gate = new();
    private readonly int _lanes;
    private readonly Queue<PassageWait> _waits = new(KnownWaits);
    private long _steps;
    private long _tokens;
    private TimeSpan _decode;
    private TimeSpan _busy;
    private long _allocated;
    private (long Steps, long AllocatedBytes) _quiet;

    public EngineMeter(int lanes) => _lanes = lanes;

    /// <summary>Steps that only fed tokens and decided on them, and what they allocated: nothing, or every token of every answer pays for it.</summary>
    public (long Steps, long AllocatedBytes) Quiet
    {
        get
        {
            lock (_gate)
            {
                return _quiet;
            }
        }
    }

    /// <summary>Of the last interactive passages.</summary>
    public IReadOnlyList<PassageWait> InteractiveWaits
    {
        get
        {
            lock (_gate)
            {
                return [.. _waits];
            }
        }
    }

    /// <summary>A lane takes a passage.</summary>
    public void Began(Passage passage, StepTimes steps)
    {
        if (passage.Job.Priority != EnginePriority.Interactive)
        {
            return;
        }

        lock (_gate)
        {
            if (_waits.Count == KnownWaits)
            {
                _waits.Dequeue();
            }

            _waits.Enqueue(new PassageWait(Stopwatch.GetElapsedTime(passage.Entered), steps.Since(passage.Entered)));
        }
    }

    public void Step(StepFigures step)
    {
        lock (_gate)
        {
            _steps++;
            _tokens += step.Tokens;
            _decode += step.Decode;
            _busy += step.Busy;
            _allocated += step.AllocatedBytes;
            if (step.IsQuiet)
            {
                _quiet = (_quiet.Steps + 1, _quiet.AllocatedBytes + step.AllocatedBytes);
            }
        }
    }

    public EngineStatistics Read()
    {
        lock (_gate)
        {
            return new EngineStatistics(_lanes, _steps, _tokens, _decode.TotalSeconds, _busy.TotalSeconds) { AllocatedBytes = _allocated };
        }
    }
}
