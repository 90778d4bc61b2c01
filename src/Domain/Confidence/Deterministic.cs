using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Domain.Confidence;

/// <summary>Numbers that look random and are the same on every machine and every day.</summary>
public sealed class Deterministic(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The first 64 bits of a name's SHA-256: which half or fold a document falls in depends on its name alone.</summary>
    public static ulong Hash(string name) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>0 to <paramref name="count"/> − 1, by SplitMix64 (Steele, Lea and Flood 2014).</summary>
    public int Next(int count)
    {
        _state += 0x9e3779b97f4a7c15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        mixed ^= mixed >> 31;
        return (int)Math.BigMul(mixed, (ulong)count, out _);
    }

    /// <summary>Fisher and Yates.</summary>
    public void Shuffle<T>(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        for (var left = items.Length; left > 1; left--)
        {
            var at = Next(left);
            (items[left - 1], items[at]) = (items[at], items[left - 1]);
        }
    }
}
