using System.Runtime.InteropServices;

namespace Pipeline.Inference.Backends;

/// <summary>Asks the machine's own GPU libraries what is there. A driver can crash or hang whoever loads it, so this is for a process of its own.</summary>
public static class GpuExamination
{
    /// <summary>Device files of GPUs: NVIDIA's, those of WSL, and those of every driver that draws.</summary>
    public static bool HasDevice() =>
        File.Exists("/dev/dxg")
        || Directory.EnumerateFiles("/dev", "nvidia*").Any()
        || (Directory.Exists("/dev/dri") && Directory.EnumerateFiles("/dev/dri", "renderD*").Any());

    /// <summary>Loads the libraries, and asks them.</summary>
    public static GpuFacts Examine()
    {
        var (version, error, devices) = CudaDriver.Ask();
        return new GpuFacts
        {
            // Loaded in this process or not: either way the linker finds it.
            MissingLibraries = [.. GpuLibraries.All.Where(name => !NativeLibrary.TryLoad(name, out _))],
            CudaVersion = version,
            CudaError = error,
            CudaDevices = devices,
            VulkanDevices = VulkanLoader.Devices(),
        };
    }
}
