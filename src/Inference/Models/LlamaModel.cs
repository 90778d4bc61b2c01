using System.Text;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Models;

/// <summary>Weights and vocabulary of a GGUF file, shared by all contexts of the process.</summary>
internal sealed unsafe class LlamaModel : IDisposable
{
    private LlamaModel(ModelHandle handle)
    {
        Handle = handle;
        Vocabulary = new Vocabulary(handle);
        TrainingContextSize = NativeMethods.TrainingContextSize(handle);
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>Positions the model was trained for, in tokens.</summary>
    public int TrainingContextSize { get; }

    /// <summary>Whether it is an encoder-decoder, which cannot go on from a prompt.</summary>
    public bool HasEncoder => NativeMethods.HasEncoder(Handle) != 0;

    public long Parameters => (long)NativeMethods.ParameterCount(Handle);

    /// <summary>llama.cpp's short description: architecture, size, quantisation.</summary>
    public string Description => Read((buffer, size) => NativeMethods.Describe(Handle, buffer, size)) ?? "";

    internal ModelHandle Handle { get; }

    /// <param name="libraries">Folder of llama.cpp's shared libraries.</param>
    /// <param name="path">GGUF file; memory-mapped, so replicas share its pages.</param>
    /// <exception cref="EngineSetupException">The libraries or the file cannot be loaded.</exception>
    public static LlamaModel Load(string libraries, string path)
    {
        LlamaLibrary.Load(libraries);
        if (!File.Exists(path))
        {
            throw new EngineSetupException($"There is no model file {path}.");
        }

        var handle = new ModelHandle(NativeMethods.LoadModel(path, NativeMethods.DefaultModelParams()));
        if (handle.IsInvalid)
        {
            handle.Dispose();
            throw new EngineSetupException($"llama.cpp cannot load {path}. It may be damaged, or no GGUF model: compare its sha256 with its card.");
        }

        return new LlamaModel(handle);
    }

    /// <summary>A scalar of the file's metadata as text, or null.</summary>
    public string? Metadata(string key) => Read((buffer, size) => NativeMethods.GetMetadata(Handle, key, buffer, size));

    public void Dispose() => Handle.Dispose();

    private static string? Read(Reader read)
    {
        var buffer = stackalloc byte[512];
        var length = read(buffer, 512);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, Math.Min(length, 511));
    }

    private delegate int Reader(byte* buffer, nuint size);
}
