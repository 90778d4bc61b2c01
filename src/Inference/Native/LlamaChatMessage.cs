using System.Runtime.InteropServices;

namespace Pipeline.Inference.Native;

/// <summary><c>llama_chat_message</c>: two strings that end in a zero byte and that the caller owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaChatMessage
{
    public byte* Role;
    public byte* Content;
}
