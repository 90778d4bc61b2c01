using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Inference.Tests.Setup;

/// <summary>The default model as an ordinary instruction-tuned one: its file is kept without the chat template of its base, SmolLM2-135M-Instruct, which this copy has again.</summary>
internal static class TemplatedCopy
{
    private const string Template = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private const int HeaderBytes = 24;
    private const int Alignment = 32;

    /// <summary>GGUF metadata starts behind magic, version and two counts. An entry put in front of it, as long as a multiple of the alignment, leaves all behind it as it was.</summary>
    public static string Of(string model, string folder)
    {
        var path = Path.Combine(folder, "instruct.gguf");
        if (File.Exists(path))
        {
            return path;
        }

        var bytes = File.ReadAllBytes(model);
        var entry = Entry("tokenizer.chat_template", Template);
        var entries = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(16));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), entries + 1);
        using var file = File.Create(path);
        file.Write(bytes, 0, HeaderBytes);
        file.Write(entry);
        file.Write(bytes, HeaderBytes, bytes.Length - HeaderBytes);
        return path;
    }

    private static byte[] Entry(string key, string value)
    {
        var size = 8 + key.Length + 4 + 8 + value.Length;
        var padded = value.PadRight(value.Length + ((Alignment - (size % Alignment)) % Alignment));
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write((ulong)key.Length);
        writer.Write(Encoding.ASCII.GetBytes(key));
        writer.Write(8u);
        writer.Write((ulong)padded.Length);
        writer.Write(Encoding.ASCII.GetBytes(padded));
        return memory.ToArray();
    }
}
