namespace Pipeline.Inference.Scheduling;

/// <summary>One context, and the thread that owns it.</summary>
internal interface IEngineLane : IDisposable
{
    /// <summary>Reads passages until the queue is closed.</summary>
    void Run();

    /// <summary>Tells whoever waits for a passage in a slot that it will not be read. For the lane's own thread, after <see cref="Run"/>.</summary>
    void Abandon(Exception reason);
}
