using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The default model with the ChatML template of its base, which its file lacks: the described style needs one. The answers are none that anybody would want; the work is the same.</summary>
internal static class TemplatedModel
{
    /// <summary>What it is called in the folder that it is written to.</summary>
    public const string FileName = "chatml.gguf";

    private const string Template = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private const int HeaderBytes = 24;
    private const int Alignment = 32;
    private const uint StringType = 8;

    /// <summary>GGUF metadata starts behind magic, version and two counts. An entry put in front of it, as long as a multiple of the alignment, leaves all behind it as it was.</summary>
    public static async Task<string> WriteAsync(string model, string folder, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(model, cancellationToken);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(16)) + 1);
        var path = Path.Combine(folder, FileName);
        await using var file = File.Create(path);
        await file.WriteAsync(bytes.AsMemory(0, HeaderBytes), cancellationToken);
        await file.WriteAsync(Entry("tokenizer.chat_template", Template), cancellationToken);
        await file.WriteAsync(bytes.AsMemory(HeaderBytes), cancellationToken);
        return path;
    }

    private static byte[] Entry(string key, string value)
    {
        var size = sizeof(ulong) + key.Length + sizeof(uint) + sizeof(ulong) + value.Length;
        var padded = value.PadRight(value.Length + ((Alignment - (size % Alignment)) % Alignment));
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write((ulong)key.Length);
        writer.Write(Encoding.ASCII.GetBytes(key));
        writer.Write(StringType);
        writer.Write((ulong)padded.Length);
        writer.Write(Encoding.ASCII.GetBytes(padded));
        return memory.ToArray();
    }
}
