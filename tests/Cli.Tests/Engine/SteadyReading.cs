using System.Collections.Concurrent;
using System.Diagnostics;
using Pipeline.Inference;

namespace Pipeline.Cli.Tests.Engine;

/// <summary>Reads the same documents over and over, some at a time, and holds each reading against the undisturbed one.</summary>
internal sealed class SteadyReading
{
    private readonly IReadingEngine _engine;
    private readonly EngineRequest[] _documents;
    private readonly string[] _expected;
    private readonly ConcurrentQueue<long> _landed = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private int _next;

    public SteadyReading(IReadingEngine engine, EngineRequest[] documents, string[] expected) => (_engine, _documents, _expected) = (engine, documents, expected);

    /// <summary>Readings that differ, and documents that were not read.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public int Landed => _landed.Count;

    /// <summary>Times of the readings after <paramref name="from"/>.</summary>
    public IReadOnlyList<long> LandedSince(long from) => [.. _landed.Where(at => at > from)];

    public Task RunAsync(int atOnce, CancellationToken stopping) => Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => ReadAsync(stopping)));

    private async Task ReadAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var i = Interlocked.Increment(ref _next) % _documents.Length;
            try
            {
                var reading = ChildSetup.Digits(await _engine.ReadAsync(_documents[i], CancellationToken.None));
                _landed.Enqueue(Stopwatch.GetTimestamp());
                if (reading != _expected[i])
                {
                    _faults.Enqueue($"document {i} reads {reading} instead of {_expected[i]}");
                }
            }
            catch (Exception e)
            {
                _faults.Enqueue($"document {i}: {e.GetType().Name}: {e.Message}");
            }
        }
    }
}
