using System.Diagnostics;
using Pipeline.Domain.Documents;
using Pipeline.Formats;
using Pipeline.Formats.Content;
using Pipeline.Workers.Reading.Docx;
using Pipeline.Workers.Reading.Html;
using Pipeline.Workers.Reading.Plain;

namespace Pipeline.Workers.Reading;

/// <summary>Reads text, HTML, DOCX and the text of a mail in this process, on a thread of its own. That is safe because each parser is one of ours that takes time and memory in proportion to the
/// bytes it is given, and these are capped; managed code cannot be made to write outside of its memory.</summary>
internal sealed class ParsingRun(ReadingOptions options)
{
    public async Task<ReadingOutcome> ReadAsync(string path, ContentType type, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.MaxWall);
        return await Task.Factory.StartNew(() => Read(path, type, limit.Token, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    // One thread that never waits: the time on the clock stands for its CPU time, which .NET does not tell.
    private ReadingOutcome Read(string path, ContentType type, CancellationToken limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var layout = new LayoutBuilder(options, limit);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Read(file, type, layout);
            return new ReadingOutcome.Succeeded(layout.Build(), Seconds(started));
        }
        catch (ReadingRefusedException refused)
        {
            return new ReadingOutcome.Failed(refused.Failure, Seconds(started));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ReadingOutcome.Failed(DocumentFailures.ReaderTimeout(options.MaxWall), Seconds(started));
        }
    }

    private void Read(FileStream file, ContentType type, LayoutBuilder layout)
    {
        switch (type)
        {
            case ContentType.Docx:
                DocxText.Read(file, options, layout);
                break;
            case ContentType.Html:
                HtmlText.Read(Bytes(file), layout);
                break;
            default:
                PlainText.Read(TextDecoding.Decode(Bytes(file)), layout);
                break;
        }
    }

    private byte[] Bytes(FileStream file)
    {
        if (file.Length > options.MaxTextBytes)
        {
            throw new ReadingRefusedException(DocumentFailures.TooMuchText(options.MaxTextBytes));
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static double Seconds(long started) => Stopwatch.GetElapsedTime(started).TotalSeconds;
}
