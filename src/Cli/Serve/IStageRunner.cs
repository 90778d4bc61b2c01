namespace Pipeline.Cli.Serve;

/// <summary>A stage that works in this process.</summary>
internal interface IStageRunner
{
    void Start();

    /// <summary>Takes nothing more, hands back at once what is not begun, and gives the rest the time that settings allow.</summary>
    Task StopAsync();
}
