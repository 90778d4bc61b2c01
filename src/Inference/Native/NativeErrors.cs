namespace Pipeline.Inference.Native;

/// <summary>The last errors that llama.cpp spoke of: its calls return null and keep the reason to its log.</summary>
internal static class NativeErrors
{
    private const int Kept = 20;

    private static readonly Lock Gate = new();
    private static readonly Queue<string> Lines = new();

    /// <summary>The words of ggml and llama.cpp at a failed allocation, of the C++ runtime, and of the kernel (strerror).</summary>
    public static bool SpeakOfMemory
    {
        get
        {
            lock (Gate)
            {
                return Lines.Any(IsOfMemory);
            }
        }
    }

    /// <summary>Empty where there was none.</summary>
    public static string Last
    {
        get
        {
            lock (Gate)
            {
                return Lines.LastOrDefault() ?? "";
            }
        }
    }

    public static bool IsOfMemory(string line) =>
        line.Contains("alloc", StringComparison.OrdinalIgnoreCase) || line.Contains("memory", StringComparison.OrdinalIgnoreCase);

    public static void Clear()
    {
        lock (Gate)
        {
            Lines.Clear();
        }
    }

    public static void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (Gate)
        {
            Lines.Enqueue(line.Trim());
            if (Lines.Count > Kept)
            {
                Lines.Dequeue();
            }
        }
    }
}
