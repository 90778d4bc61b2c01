namespace Pipeline.Domain.Evaluation;

/// <summary>
/// MT19937 (Matsumoto and Nishimura 1998) seeded and read as Python's <c>random.Random</c> does, so that an interval by resampling is the same number in both.
/// </summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private readonly uint[] _state = new uint[Size];
    private int _at = Size;

    public MersenneTwister(uint seed)
    {
        _state[0] = 19650218;
        for (var i = 1u; i < Size; i++)
        {
            _state[i] = (1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
        }

        // init_by_array with the one key that a small seed is.
        var at = 1;
        for (var left = Size; left > 0; left--)
        {
            _state[at] = (_state[at] ^ ((_state[at - 1] ^ (_state[at - 1] >> 30)) * 1664525u)) + seed;
            at = Next(at);
        }

        for (var left = Size - 1; left > 0; left--)
        {
            _state[at] = (_state[at] ^ ((_state[at - 1] ^ (_state[at - 1] >> 30)) * 1566083941u)) - (uint)at;
            at = Next(at);
        }

        _state[0] = 0x80000000u;
    }

    /// <summary>[0, 1) with 53 bits.</summary>
    public double NextDouble() => (((NextUInt32() >> 5) * 67108864.0) + (NextUInt32() >> 6)) / 9007199254740992.0;

    /// <summary>One draw of <c>random.choices</c> from <paramref name="count"/> things.</summary>
    public int NextIndex(int count) => (int)Math.Floor(NextDouble() * count);

    private int Next(int at)
    {
        if (at < Size - 1)
        {
            return at + 1;
        }

        _state[0] = _state[Size - 1];
        return 1;
    }

    private uint NextUInt32()
    {
        if (_at == Size)
        {
            for (var i = 0; i < Size; i++)
            {
                var mixed = (_state[i] & 0x80000000u) | (_state[(i + 1) % Size] & 0x7fffffffu);
                _state[i] = _state[(i + 397) % Size] ^ (mixed >> 1) ^ ((mixed & 1) == 0 ? 0u : 0x9908b0dfu);
            }

            _at = 0;
        }

        var y = _state[_at++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }
}
