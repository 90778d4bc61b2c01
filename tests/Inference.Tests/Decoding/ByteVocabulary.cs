using System.Text;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>Small vocabularies of our own making: tokens are numbered in the order given.</summary>
internal static class ByteVocabulary
{
    /// <summary>A token for each byte of 0x00 to 0x7F, by its own number.</summary>
    public static TokenTrie Ascii { get; } = new(Enumerable.Range(0, 0x80).Select(b => (b, new[] { (byte)b })));

    public static TokenTrie Of(params string[] tokens) => new(tokens.Select((text, i) => (i, Encoding.UTF8.GetBytes(text))));
}
