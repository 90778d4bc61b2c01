using System.Text;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Models;

/// <summary>Weights and vocabulary of a GGUF file, shared by all contexts of the process.</summary>
internal sealed unsafe class LlamaModel : IDisposable
{
    private LlamaModel(ModelHandle handle, EnginePlacement placement)
    {
        Handle = handle;
        Placement = placement;
        Vocabulary = new Vocabulary(handle);
        TrainingContextSize = NativeMethods.TrainingContextSize(handle);
    }

    public Vocabulary Vocabulary { get; }

    public EnginePlacement Placement { get; }

    /// <summary>Positions the model was trained for, in tokens.</summary>
    public int TrainingContextSize { get; }

    /// <summary>Whether it is an encoder-decoder, which cannot go on from a prompt.</summary>
    public bool HasEncoder => NativeMethods.HasEncoder(Handle) != 0;

    public long Parameters => (long)NativeMethods.ParameterCount(Handle);

    /// <summary>llama.cpp's short description: architecture, size, quantisation.</summary>
    public string Description => Read((buffer, size) => NativeMethods.Describe(Handle, buffer, size)) ?? "";

    internal ModelHandle Handle { get; }

    /// <summary>For the processor.</summary>
    /// <exception cref="EngineSetupException">The libraries or the file cannot be loaded.</exception>
    public static LlamaModel Load(string libraries, string path) => Load(libraries, path, EnginePlacement.Processor);

    /// <param name="libraries">Folder of llama.cpp's shared libraries.</param>
    /// <param name="path">GGUF file; memory-mapped, so replicas share its pages.</param>
    /// <param name="placement">Where its layers lie: all of them on the accelerator's device, or all in main memory.</param>
    /// <exception cref="EngineSetupException">The libraries or the file cannot be loaded.</exception>
    public static LlamaModel Load(string libraries, string path, EnginePlacement placement)
    {
        LlamaLibrary.Load(libraries, placement.Accelerator);
        if (!File.Exists(path))
        {
            throw new EngineSetupException($"There is no model file {path}.");
        }

        var parameters = NativeMethods.DefaultModelParams();
        if (placement.Accelerator is not null)
        {
            // All layers on the one device that this process is to use: never split over several.
            parameters.GpuLayers = -1;
            parameters.SplitMode = 0;
            parameters.MainGpu = 0;
        }

        NativeErrors.Clear();
        var handle = new ModelHandle(NativeMethods.LoadModel(path, parameters));
        if (handle.IsInvalid)
        {
            handle.Dispose();
            throw NativeErrors.SpeakOfMemory
                ? new EngineSetupException($"There is not enough memory for the weights of {path} ({new FileInfo(path).Length >> 20} MiB). Close other programs, raise the memory limit, or use a smaller model.") { Shortage = EngineShortage.Weights }
                : new EngineSetupException($"llama.cpp cannot load {path}. It may be damaged, or no GGUF model: compare its sha256 with its card.");
        }

        return new LlamaModel(handle, placement);
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
