using System.Diagnostics;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Tests.Engine;

/// <summary>What was said of the child, and when.</summary>
internal sealed class NoticeLog : IProgress<EngineNotice>
{
    private readonly List<(long At, string Message)> _notices = [];

    public string Text
    {
        get
        {
            lock (_notices)
            {
                return string.Join('\n', _notices.Select(n => n.Message));
            }
        }
    }

    public void Report(EngineNotice value)
    {
        lock (_notices)
        {
            _notices.Add((Stopwatch.GetTimestamp(), value.Message));
        }
    }

    public int Count(string text)
    {
        lock (_notices)
        {
            return _notices.Count(n => n.Message.Contains(text, StringComparison.Ordinal));
        }
    }

    /// <summary>When the text was said for the first time after <paramref name="from"/>; null where it was not.</summary>
    public long? Since(long from, string text)
    {
        lock (_notices)
        {
            return _notices.Where(n => n.At >= from && n.Message.Contains(text, StringComparison.Ordinal)).Select(n => (long?)n.At).FirstOrDefault();
        }
    }
}
