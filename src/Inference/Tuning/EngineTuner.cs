using System.Diagnostics;
using Pipeline.Inference.Models;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Tuning;

/// <summary>Finds out in a few seconds how many lanes of how many threads read most on this machine with this model (docs/adr/0013). Needs a process of its own: nothing else may load llama.cpp beside it.</summary>
public static class EngineTuner
{
    /// <summary>More lanes cost memory and gain nothing any more: each has a cache and buffers of its own.</summary>
    public const int MostLanes = 16;

    /// <summary>Of llama.cpp: another one may be fastest in another shape.</summary>
    public const string LibraryVersion = LlamaLibrary.ExpectedVersion;

    private const int Rounds = 3;
    private const double RoundSeconds = 0.35;

    // Threads that wait for each other on a busy machine take many times as long: one look at such a shape is enough.
    private const double StillInTheRace = 0.7;

    // Less is noise: the first shape of the list stays.
    private const double WorthIt = 1.05;

    /// <summary>Shapes that use every core: one thread a lane first, then ever fewer lanes of ever more threads.</summary>
    public static IReadOnlyList<(int Lanes, int Threads)> Shapes(int cores)
    {
        var shapes = new List<(int, int)>();
        for (var threads = 1; threads <= cores; threads *= 2)
        {
            if (cores / threads <= MostLanes)
            {
                shapes.Add((cores / threads, threads));
            }
        }

        // Also where the cores are no power of two.
        return shapes.Contains((1, cores)) ? shapes : [.. shapes, (1, cores)];
    }

    /// <param name="libraries">Folder of llama.cpp's shared libraries.</param>
    /// <param name="model">GGUF file.</param>
    /// <param name="passageTokens">Tokens of a passage; a model that takes long for as many is tried with fewer.</param>
    /// <param name="cores">Cores to use.</param>
    /// <exception cref="EngineSetupException">The libraries or the model cannot be loaded.</exception>
    public static TuningOutcome Tune(string libraries, string model, int passageTokens, int cores)
    {
        using var loaded = LlamaModel.Load(libraries, model);
        var tokens = AffordableTokens(loaded, passageTokens);
        var shapes = Shapes(cores);
        var best = new double[shapes.Count];
        // In turn: what else the machine does then falls on all of them.
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < shapes.Count; i++)
            {
                if (round == 0 || best[i] >= StillInTheRace * best.Max())
                {
                    best[i] = Math.Max(best[i], Measure(loaded, shapes[i], tokens));
                }
            }
        }

        var chosen = 0;
        for (var i = 1; i < best.Length; i++)
        {
            chosen = best[i] > best[chosen] * WorthIt ? i : chosen;
        }

        return new TuningOutcome(shapes[chosen].Lanes, shapes[chosen].Threads, [.. shapes.Select((shape, i) => new TuningMeasurement(shape.Lanes, shape.Threads, Math.Round(best[i], 1)))]);
    }

    /// <summary>What one core reads in about the time of a round.</summary>
    private static int AffordableTokens(LlamaModel model, int passageTokens)
    {
        const int Probe = 16;
        using var lane = new TuningLane(model, threads: 1, Probe);
        lane.ReadPassage();
        var started = Stopwatch.GetTimestamp();
        lane.ReadPassage();
        var rate = lane.Work / Stopwatch.GetElapsedTime(started).TotalSeconds;
        return Math.Clamp((int)(rate * RoundSeconds), Probe, passageTokens);
    }

    /// <summary>Tokens a second of all lanes together.</summary>
    private static double Measure(LlamaModel model, (int Lanes, int Threads) shape, int tokens)
    {
        var lanes = Enumerable.Range(0, shape.Lanes).Select(_ => new TuningLane(model, shape.Threads, tokens)).ToArray();
        try
        {
            using var start = new Barrier(shape.Lanes);
            var rates = new double[shape.Lanes];
            var threads = lanes.Select((lane, i) => new Thread(() => rates[i] = Rate(lane, start)) { Name = "tuning lane" }).ToArray();
            foreach (var thread in threads)
            {
                thread.Start();
            }

            foreach (var thread in threads)
            {
                thread.Join();
            }

            return rates.Sum();
        }
        finally
        {
            foreach (var lane in lanes)
            {
                lane.Dispose();
            }
        }
    }

    private static double Rate(TuningLane lane, Barrier start)
    {
        start.SignalAndWait();
        var started = Stopwatch.GetTimestamp();
        var passages = 0;
        do
        {
            lane.ReadPassage();
            passages++;
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < RoundSeconds);
        return passages * lane.Work / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
