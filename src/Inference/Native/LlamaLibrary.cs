using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Inference.Native;

/// <summary>Loads llama.cpp once per process and refuses any version whose structs we do not know.</summary>
internal static unsafe class LlamaLibrary
{
    /// <summary>What <c>llama_version()</c> of release v0.5.0 says.</summary>
    internal const string ExpectedVersion = "0.5.0-dev";

    private static readonly Lock Gate = new();
    private static string? _directory;
    private static string? _candidate;
    private static string? _accelerator;

    /// <summary>Loads the libraries of <paramref name="directory"/> and, for a GPU, ggml's plug-in <paramref name="accelerator"/>; further calls are free.</summary>
    /// <exception cref="EngineSetupException">A file is missing, the libraries are of another version or layout, or there is no device for the plug-in.</exception>
    internal static void Load(string directory, string? accelerator = null)
    {
        lock (Gate)
        {
            if (!Directory.Exists(directory))
            {
                throw new EngineSetupException($"The llama.cpp libraries are missing: no folder {directory}. Run `npm ci --ignore-scripts` in the checkout.");
            }

            var full = Path.GetFullPath(directory);
            if (_directory is not null)
            {
                if (_directory != full || _accelerator != accelerator)
                {
                    throw new EngineSetupException($"This process has loaded the llama.cpp libraries of {_directory} and cannot load those of {full} too.");
                }

                return;
            }

            // An assembly takes a resolver once, and a folder that proved wrong may be followed by the right one.
            if (_candidate is null)
            {
                NativeLibrary.SetDllImportResolver(typeof(LlamaLibrary).Assembly, (name, _, _) => Resolve(_candidate!, name));
            }

            _candidate = full;
            try
            {
                CheckVersion();
                CheckLayout();
                // ggml reads the backends' folder once; all llama.cpp calls come after this.
                NativeMethods.LoadAllBackends(directory);
                NativeMethods.SetLog(&OnLog, null);
                if (accelerator is not null)
                {
                    Accelerator.Load(accelerator);
                }

                NativeMethods.InitializeBackend();
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
            {
                throw new EngineSetupException($"The llama.cpp libraries in {directory} cannot be loaded: {e.Message}", e);
            }

            (_directory, _accelerator) = (full, accelerator);
        }
    }

    private static nint Resolve(string directory, string name)
    {
        if (name is not (NativeMethods.Llama or NativeMethods.Ggml or NativeMethods.GgmlBase))
        {
            return 0;
        }

        var file = Directory.EnumerateFiles(directory, $"lib{name}.so")
            .Concat(Directory.EnumerateFiles(directory, $"lib{name}.v*.so"))
            .FirstOrDefault() ?? throw new DllNotFoundException($"lib{name}.so is not there.");
        return NativeLibrary.Load(file);
    }

    private static void CheckVersion()
    {
        var version = Marshal.PtrToStringUTF8(NativeMethods.Version());
        if (version != ExpectedVersion)
        {
            throw new EngineSetupException($"llama.cpp is version {version ?? "unknown"}, this program was built for {ExpectedVersion}. Run `npm ci --ignore-scripts`.");
        }
    }

    /// <summary>Default values sit at the offsets where our structs expect them; a moved field would read another one's default.</summary>
    private static void CheckLayout()
    {
        var model = NativeMethods.DefaultModelParams();
        var context = NativeMethods.DefaultContextParams();
        var sane = model is { GpuLayers: -1, MainGpu: 0, UseExtraBuffers: 1, VocabularyOnly: 0, CheckTensors: 0 }
            && context is
            {
                ContextSize: 512, BatchSize: 2048, MicroBatchSize: 512, MaxSequences: 1, RopeScalingType: -1, PoolingType: -1,
                FlashAttentionType: -1, TypeK: 1, TypeV: 1, OffloadKqv: 1, NoPerformanceCounters: 1, Samplers: 0, OtherContext: 0,
            };
        if (!sane)
        {
            throw new EngineSetupException($"llama.cpp {ExpectedVersion} lays out its parameters in another way than this program was built for ({model.GpuLayers}/{context.ContextSize}/{context.BatchSize}/{context.TypeK}). Run `npm ci --ignore-scripts`.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(int level, byte* text, void* userData)
    {
        // Levels of ggml.h: 4 = error. The rest is llama.cpp talking about its own loading.
        if (level == 4)
        {
            var line = Marshal.PtrToStringUTF8((nint)text) ?? "";
            NativeErrors.Add(line);
            Console.Error.Write(line);
        }
    }
}
