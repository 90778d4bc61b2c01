namespace Pipeline.Cli.Setup;

/// <summary>Preparation for reading: what ends it leaves every document as it was, and its message says so.</summary>
internal static class NothingRead
{
    public static async Task<T> UntilAsync<T>(Func<Task<T>> prepare)
    {
        try
        {
            return await prepare();
        }
        catch (Exception e) when (e is not OperationCanceledException && FailureReport.Explain(e) is { } message)
        {
            throw new OperatorException($"{message} Nothing was read.", e);
        }
    }
}
