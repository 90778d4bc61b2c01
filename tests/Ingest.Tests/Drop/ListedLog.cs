using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pipeline.Ingest.Tests.Drop;

/// <summary>Keeps what was logged.</summary>
internal sealed class ListedLog : ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
}
