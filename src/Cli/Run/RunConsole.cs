using System.Diagnostics;
using System.Globalization;
using Pipeline.Inference.Supervision;
using Spectre.Console;

namespace Pipeline.Cli.Run;

/// <summary>What a run says while it works, on standard error: one live line on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class RunConsole(bool quiet) : IProgress<string>, IProgress<EngineNotice>, IDisposable
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly bool _live = !quiet && !Console.IsErrorRedirected;
    private long _started;
    private long _lastLine;
    private int _total;
    private int _finished;
    private int _pages;
    private long? _step;
    private bool _lineOpen;
    private Timer? _timer;
    private Func<long> _tokens = () => 0;

    /// <summary>A step that takes a while; the time it took is said when the next begins or at <see cref="EndStep"/>.</summary>
    public void Report(string value)
    {
        EndStep();
        Say(value + " ...");
        _step = Stopwatch.GetTimestamp();
    }

    public void EndStep()
    {
        if (_step is { } began)
        {
            _step = null;
            Say(string.Create(CultureInfo.InvariantCulture, $"  done in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
        }
    }

    public void Report(EngineNotice value) => Write(value.Message, always: true);

    public void Say(string message) => Write(message, always: false);

    public void Registered(int count, int total)
    {
        if (_live)
        {
            Live($"Registering files {count}/{total}");
        }
    }

    public void Plan(int files, int skipped, int open) =>
        Say(string.Create(CultureInfo.InvariantCulture, $"{files} files: {open} to read, {skipped} read before"));

    public void Begin(int total, Func<long> tokens)
    {
        _tokens = tokens;
        (_total, _finished, _pages, _started, _lastLine) = (total, 0, 0, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        _timer = new Timer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <param name="pages">Of the document that is finished.</param>
    public void Finished(int pages)
    {
        Interlocked.Add(ref _pages, pages);
        Interlocked.Increment(ref _finished);
        Tick();
    }

    public void End()
    {
        _timer?.Dispose();
        _timer = null;
        CloseLine();
    }

    public void Dispose() => End();

    private void Tick()
    {
        if (_live)
        {
            Live(Bar() + Rate());
        }
        else if (!quiet && Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastLine)) > LineEvery)
        {
            Interlocked.Exchange(ref _lastLine, Stopwatch.GetTimestamp());
            Say("Reading" + Rate());
        }
    }

    private string Bar()
    {
        const int width = 8;
        var full = _total == 0 ? width : width * _finished / _total;
        return "Reading " + new string('━', full) + new string('─', width - full);
    }

    /// <summary>What matters most comes first: a narrow terminal shows the start of it.</summary>
    private string Rate()
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        var perMinute = _finished / Math.Max(elapsed.TotalMinutes, 1e-6);
        var left = _finished == 0 ? "" : $" · about {Duration(TimeSpan.FromMinutes((_total - _finished) / perMinute))} left";
        return string.Create(CultureInfo.InvariantCulture, $" {_finished}/{_total} documents · {_pages} pages · {_tokens() / Math.Max(elapsed.TotalSeconds, 1):0} tokens/s{left} · {perMinute:0.0} a minute");
    }

    private static string Duration(TimeSpan time) => time.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s");

    private void Write(string message, bool always)
    {
        if (quiet && !always)
        {
            return;
        }

        lock (_gate)
        {
            if (_lineOpen)
            {
                Console.Error.Write("\r\e[K");
                _lineOpen = false;
            }

            Console.Error.WriteLine(message);
        }
    }

    private void Live(string line)
    {
        lock (_gate)
        {
            var width = Math.Max(20, AnsiConsole.Profile.Width - 1);
            Console.Error.Write("\r\e[K" + (line.Length > width ? line[..width] : line));
            _lineOpen = true;
        }
    }

    private void CloseLine()
    {
        lock (_gate)
        {
            if (_lineOpen)
            {
                Console.Error.WriteLine();
                _lineOpen = false;
            }
        }
    }
}
