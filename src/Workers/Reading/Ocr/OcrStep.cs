using Pipeline.Domain.Documents;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>What came of one child: its output, or the failure that its end stands for.</summary>
internal sealed record OcrStep<T>(T? Output, DocumentFailure? Failure, double CpuSeconds)
    where T : class
{
    public static OcrStep<T> Of(LimitedRun<T> run, ReadingOptions options, long outputLimit)
    {
        var failure = run.End switch
        {
            ProcessEnd.Exited => run.ExitCode == 0 ? null : DocumentFailures.Damaged,
            ProcessEnd.Crashed => DocumentFailures.ReaderCrashed,
            ProcessEnd.TimedOut => DocumentFailures.ReaderTimeout(options.MaxOcrWall),
            ProcessEnd.TooMuchOutput => DocumentFailures.TooMuchText(outputLimit),
            ProcessEnd.OutputRefused => DocumentFailures.Damaged,
        };
        return new OcrStep<T>(failure is null ? run.Output : null, failure, run.CpuSeconds);
    }
}
