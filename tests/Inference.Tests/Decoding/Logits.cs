namespace Pipeline.Inference.Tests.Decoding;

/// <summary>Rows of logits without a model: windows of one long row of noise, at a scale of its own for each case.</summary>
internal sealed class Logits
{
    private static readonly float[] Factors = [0, 0.01f, 1, 3, 30, 1e4f, 1e30f];
    private static readonly Lazy<float[][]> Noise = new(() => [.. Factors.Select(MakeNoise)]);

    private readonly Random _random;
    private readonly float[] _noise;
    private readonly float[] _row;
    private readonly int[] _unlikely;

    /// <param name="unlikely">Tokens that are hardly ever taken when another is allowed: so values and answers grow to their limits.</param>
    public Logits(int vocabulary, int seed, int scale, params int[] unlikely)
    {
        _random = new Random(seed);
        _noise = Noise.Value[scale];
        _row = new float[vocabulary];
        _unlikely = _random.Next(2) == 0 ? unlikely : [];
    }

    public static int Scales => Factors.Length;

    public ReadOnlySpan<float> Next()
    {
        _noise.AsSpan(_random.Next(_noise.Length - _row.Length), _row.Length).CopyTo(_row);
        foreach (var token in _unlikely)
        {
            _row[token] = float.MinValue;
        }

        return _row;
    }

    private static float[] MakeNoise(float factor)
    {
        var random = new Random(20260301);
        return [.. Enumerable.Range(0, 1 << 18).Select(_ => factor * (float)((random.NextDouble() * 8) - 4))];
    }
}
