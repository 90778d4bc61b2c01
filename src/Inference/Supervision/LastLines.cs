namespace Pipeline.Inference.Supervision;

/// <summary>The last lines that a child said, for the message about its end.</summary>
internal sealed class LastLines
{
    private readonly int _capacity;
    private readonly Queue<string> _lines = new();

    public LastLines(int capacity) => _capacity = capacity;

    public string Text
    {
        get
        {
            lock (_lines)
            {
                return string.Join(" | ", _lines);
            }
        }
    }

    public void Add(string? line)
    {
        // llama.cpp and ggml say which backend they loaded on every start: no news at a death.
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith("load_backend:", StringComparison.Ordinal))
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line.Trim());
            if (_lines.Count > _capacity)
            {
                _lines.Dequeue();
            }
        }
    }
}
