namespace Pipeline.Workers.Models;

/// <summary>The first bytes of a GGUF file (ggml/docs/gguf.md): before anything else looks into it.</summary>
public static class GgufMagic
{
    /// <exception cref="ModelCardException">The file is no GGUF file, or one of a part only.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task DemandAsync(string path, CancellationToken cancellationToken)
    {
        var first = new byte[4];
        await using (var stream = File.OpenRead(path))
        {
            await stream.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        }

        if (!first.AsSpan().SequenceEqual("GGUF"u8))
        {
            throw new ModelCardException($"{path} is no GGUF file. Models for llama.cpp are; other formats have to be converted first (llama.cpp's convert_hf_to_gguf.py).");
        }
    }
}
