using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Models;

/// <summary>A model's own chat template, applied once to placeholders: what stands before the instructions, between them and the sentences, and after these.</summary>
internal sealed unsafe class ChatTemplate
{
    // No template writes these, none trims them, and they hold nothing that a template could take for its own.
    private const string Instructions = "@@instructions-of-the-reading@@";
    private const string Sentences = "@@sentences-of-the-passage@@";

    private ChatTemplate(string before, string between, string after) => (Before, Between, After) = (before, between, after);

    public string Before { get; }

    public string Between { get; }

    /// <summary>Ends the user's turn and opens the assistant's.</summary>
    public string After { get; }

    /// <exception cref="EngineSetupException">The model has no template, or one that llama.cpp does not know.</exception>
    public static ChatTemplate Of(LlamaModel model)
    {
        var template = Marshal.PtrToStringUTF8(NativeMethods.GetChatTemplate(model.Handle, 0));
        if (template is null)
        {
            throw new EngineSetupException("The model has no chat template (tokenizer.chat_template): it is no instruction-tuned model, or was converted without one. Use the instruction-tuned file of this model.");
        }

        return Split(Apply(template, [("system", Instructions), ("user", Sentences)]))
            ?? Split(Apply(template, [("user", Instructions + "\n\n" + Sentences)]))
            ?? throw new EngineSetupException("The model's chat template is none that llama.cpp recognises, so its turns cannot be written. Use another conversion of this model, or a model of a known family (Llama, Mistral, Qwen, Gemma, Phi, SmolLM, Granite).");
    }

    /// <summary>Null where a template leaves one of the two out, or turns them round.</summary>
    private static ChatTemplate? Split(string? applied)
    {
        var instructions = applied?.IndexOf(Instructions, StringComparison.Ordinal) ?? -1;
        var sentences = applied?.IndexOf(Sentences, StringComparison.Ordinal) ?? -1;
        return instructions >= 0 && sentences > instructions
            ? new ChatTemplate(applied![..instructions], applied[(instructions + Instructions.Length)..sentences], applied[(sentences + Sentences.Length)..])
            : null;
    }

    private static string? Apply(string template, (string Role, string Content)[] messages)
    {
        var strings = new List<nint>();
        try
        {
            var native = stackalloc LlamaChatMessage[messages.Length];
            for (var i = 0; i < messages.Length; i++)
            {
                native[i] = new LlamaChatMessage { Role = Copy(messages[i].Role, strings), Content = Copy(messages[i].Content, strings) };
            }

            var text = Copy(template, strings);
            var length = NativeMethods.ApplyChatTemplate(text, native, (nuint)messages.Length, addAssistant: 1, null, 0);
            if (length <= 0)
            {
                return null;
            }

            var buffer = new byte[length + 1];
            fixed (byte* target = buffer)
            {
                _ = NativeMethods.ApplyChatTemplate(text, native, (nuint)messages.Length, addAssistant: 1, target, buffer.Length);
            }

            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            strings.ForEach(Marshal.FreeCoTaskMem);
        }
    }

    private static byte* Copy(string text, List<nint> strings)
    {
        strings.Add(Marshal.StringToCoTaskMemUTF8(text));
        return (byte*)strings[^1];
    }
}
