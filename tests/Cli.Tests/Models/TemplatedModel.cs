using System.Buffers.Binary;
using System.Text;
using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Models;

/// <summary>The default model's file with the chat template of its base in front of its metadata: an ordinary instruction-tuned model, as far as the program can see.</summary>
internal static class TemplatedModel
{
    private const int HeaderBytes = 24;
    private const int Alignment = 32;
    private const string Key = "tokenizer.chat_template";

    public static string Write(string path)
    {
        var model = File.ReadAllBytes(Checkout.PathOf("models/contracts-135m.gguf"));
        var template = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n'}}{% endfor %}";
        // As long as a multiple of the alignment, it leaves the tensors where they are expected.
        template = template.PadRight(template.Length + Alignment - ((8 + Key.Length + 4 + 8 + template.Length) % Alignment));
        BinaryPrimitives.WriteUInt64LittleEndian(model.AsSpan(16), BinaryPrimitives.ReadUInt64LittleEndian(model.AsSpan(16)) + 1);
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(model.AsSpan(0, HeaderBytes));
        foreach (var (text, type) in new[] { (Key, 8u), (template, (uint?)null) })
        {
            writer.Write((ulong)text.Length);
            writer.Write(Encoding.ASCII.GetBytes(text));
            if (type is { } kind)
            {
                writer.Write(kind);
            }
        }

        writer.Write(model.AsSpan(HeaderBytes));
        return path;
    }
}
