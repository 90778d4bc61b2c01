using System.Text;

namespace Pipeline.Inference.Tests.Setup;

/// <summary>Writes GGUF, version 3 (ggml/docs/gguf.md): metadata, then float tensors.</summary>
internal sealed class GgufFile
{
    private const int Alignment = 32;

    private readonly List<(string Key, Action<BinaryWriter> Write)> _metadata = [];
    private readonly List<(string Name, int[] Shape, float[] Values)> _tensors = [];

    public GgufFile With(string key, string value) => With(key, 8, w => Write(w, value));

    public GgufFile With(string key, int value) => With(key, 4, w => w.Write((uint)value));

    public GgufFile With(string key, float value) => With(key, 6, w => w.Write(value));

    public GgufFile With(string key, bool value) => With(key, 7, w => w.Write(value));

    public GgufFile With(string key, IReadOnlyList<string> values) => With(key, 8, values.Count, w => Each(values, value => Write(w, value)));

    public GgufFile With(string key, IReadOnlyList<float> values) => With(key, 6, values.Count, w => Each(values, w.Write));

    public GgufFile With(string key, IReadOnlyList<int> values) => With(key, 5, values.Count, w => Each(values, w.Write));

    /// <param name="shape">Innermost dimension first.</param>
    public GgufFile WithTensor(string name, float[] values, params int[] shape)
    {
        _tensors.Add((name, shape, values));
        return this;
    }

    public void Save(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        foreach (var (key, write) in _metadata)
        {
            Write(writer, key);
            write(writer);
        }

        var offset = 0L;
        foreach (var (name, shape, values) in _tensors)
        {
            Write(writer, name);
            writer.Write((uint)shape.Length);
            Each(shape, dimension => writer.Write((ulong)dimension));
            writer.Write(0u);
            writer.Write((ulong)offset);
            offset += Aligned(values.Length * sizeof(float));
        }

        foreach (var (_, _, values) in _tensors)
        {
            Pad(writer);
            Each(values, writer.Write);
        }

        Pad(writer);
    }

    private GgufFile With(string key, uint type, Action<BinaryWriter> write)
    {
        void Typed(BinaryWriter writer)
        {
            writer.Write(type);
            write(writer);
        }

        _metadata.Add((key, Typed));
        return this;
    }

    private GgufFile With(string key, uint type, int count, Action<BinaryWriter> write)
    {
        void Counted(BinaryWriter writer)
        {
            writer.Write(type);
            writer.Write((ulong)count);
            write(writer);
        }

        return With(key, 9, Counted);
    }

    private static void Write(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer) => writer.Write(new byte[Aligned(writer.BaseStream.Position) - writer.BaseStream.Position]);

    private static long Aligned(long size) => (size + Alignment - 1) / Alignment * Alignment;

    private static void Each<T>(IEnumerable<T> values, Action<T> action)
    {
        foreach (var value in values)
        {
            action(value);
        }
    }
}
