namespace Pipeline.Ingest.Drop;

/// <summary>Pauses between tries: a second, doubled each time, a fifth more or less so that many files do not come back at once.</summary>
internal static class Backoff
{
    public static TimeSpan After(int tries, TimeSpan longest)
    {
        var pause = Math.Min(Math.Pow(2, Math.Min(tries, 20)), longest.TotalSeconds);
#pragma warning disable CA5394 // Spreads tries; guards nothing.
        return TimeSpan.FromSeconds(pause * (0.8 + (0.4 * Random.Shared.NextDouble())));
#pragma warning restore CA5394
    }
}
