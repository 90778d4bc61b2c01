using System.Runtime.InteropServices;

namespace Pipeline.Inference.Native;

/// <summary>ggml's plug-in for a kind of GPU. The llama.cpp libraries are the same with and without it.</summary>
internal static class Accelerator
{
    // ggml_backend_dev_type of ggml-backend.h: 1 = own memory, 2 = shares main memory.
    private const int DedicatedGpu = 1;
    private const int IntegratedGpu = 2;

    /// <exception cref="EngineSetupException">The file is missing, lacks a library of its own, is of another version, or finds no device. Reading on would be on the processor, unasked.</exception>
    public static void Load(string file)
    {
        if (!File.Exists(file))
        {
            throw new EngineSetupException($"There is no {file}. Run `./pipeline setup` to see how it is installed.");
        }

        Demand(file);
        if (NativeMethods.LoadBackend(file) == 0)
        {
            throw new EngineSetupException($"llama.cpp does not take {file}. {NativeErrors.Last}".TrimEnd());
        }

        for (nuint i = 0; i < NativeMethods.DeviceCount(); i++)
        {
            if (NativeMethods.GetDeviceType(NativeMethods.GetDevice(i)) is DedicatedGpu or IntegratedGpu)
            {
                return;
            }
        }

        throw new EngineSetupException($"{Path.GetFileName(file)} finds no GPU on this machine.");
    }

    /// <summary>The dynamic linker's own words name the library that is missing; llama.cpp's do not reach us before its log is set.</summary>
    private static void Demand(string file)
    {
        try
        {
            _ = NativeLibrary.Load(file);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new EngineSetupException($"{Path.GetFileName(file)} cannot be loaded: {FirstLine(e.Message)}", e);
        }
    }

    private static string FirstLine(string message)
    {
        // "Unable to load shared library '…' or one of its dependencies. …\n<what dlerror said>\n…": the second line is the one that tells.
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.FirstOrDefault(line => line.Contains("cannot open shared object file", StringComparison.Ordinal)) ?? lines[0];
    }
}
