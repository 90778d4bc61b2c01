namespace Pipeline.Inference.Scheduling;

/// <summary>A prompt prefix in the cache. Its cells stay as long as it is resident or a trunk that began with it is read.</summary>
internal sealed class Prefix
{
    public Prefix(string key, int sequence, int length) => (Key, Sequence, Length) = (key, sequence, length);

    public string Key { get; }

    public int Sequence { get; }

    /// <summary>In tokens.</summary>
    public int Length { get; }

    /// <summary>Trunks that share its cells.</summary>
    public int Trunks { get; set; }
}
