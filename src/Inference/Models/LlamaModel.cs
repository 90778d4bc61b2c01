using Pipeline.Inference.Native;

namespace Pipeline.Inference.Models;

/// <summary>Weights and vocabulary of a GGUF file, shared by all contexts of the process.</summary>
internal sealed class LlamaModel : IDisposable
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

    public void Dispose() => Handle.Dispose();
}
