using System.Diagnostics;

namespace Pipeline.Cli.Tests.Serve;

/// <summary>Waits for a condition, and says what it saw when it never came.</summary>
internal static class Until
{
    public static Task TrueAsync(Func<bool> condition, TimeSpan most, Func<string> otherwise) => TrueAsync(() => Task.FromResult(condition()), most, otherwise);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan most, Func<string> otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < most, $"It did not come in {most.TotalSeconds} s. {otherwise()}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
