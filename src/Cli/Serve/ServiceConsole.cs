using Microsoft.Extensions.Logging;

namespace Pipeline.Cli.Serve;

/// <summary>What a service says to the person who started it: on standard error, as <c>pipeline run</c> does. <c>serve</c> leaves it to the log.</summary>
internal sealed class ServiceConsole(bool quiet) : IProgress<string>
{
    public void Report(string value) => Say(value + " ...");

    public void Say(string message)
    {
        if (!quiet)
        {
            Console.Error.WriteLine(message);
        }
    }

    /// <summary>Standard output is for the log.</summary>
    public LogLevel Level => quiet ? LogLevel.Information : LogLevel.Warning;
}
