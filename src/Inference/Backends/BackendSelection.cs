using System.Globalization;

namespace Pipeline.Inference.Backends;

/// <summary>Chooses what the model runs on, by what the machine has and what is installed: CUDA 13, else CUDA 12, else Vulkan, else the processor.</summary>
public static class BackendSelection
{
    /// <summary>What the plug-ins are built for: CUDA 13 has no code for what came before Turing.</summary>
    private const int OldestForCuda13 = 75;
    private const int OldestForCuda12 = 50;

    private static readonly EngineBackend[] Order = [EngineBackend.Cuda13, EngineBackend.Cuda12, EngineBackend.Vulkan];

    /// <param name="asked">Null leaves the choice.</param>
    /// <exception cref="EngineSetupException">What is asked for cannot be; the message names what is missing and what to run.</exception>
    public static BackendChoice Choose(GpuFacts facts, InstalledBackends installed, EngineBackend? asked)
    {
        if (asked == EngineBackend.Cpu)
        {
            return new BackendChoice(EngineBackend.Cpu, null, [], "as asked", null);
        }

        if (asked is { } backend)
        {
            var obstacles = Obstacles(backend, facts, installed).ToArray();
            return obstacles.Length == 0
                ? Take(backend, facts, installed)
                : throw new EngineSetupException($"The backend {Name(backend)} cannot be used: {string.Join("; ", obstacles)}.");
        }

        foreach (var candidate in Order)
        {
            if (!Obstacles(candidate, facts, installed).Any())
            {
                return Take(candidate, facts, installed);
            }
        }

        return new BackendChoice(EngineBackend.Cpu, null, [], WhyNone(facts), Advice(facts, installed));
    }

    public static string Name(EngineBackend backend) => backend.ToString().ToLowerInvariant();

    private static BackendChoice Take(EngineBackend backend, GpuFacts facts, InstalledBackends installed)
    {
        (string Id, string Name)[] devices = backend == EngineBackend.Vulkan ? [.. Usable(facts).Select(d => (d.Id, d.Name))] : [.. facts.CudaDevices.Select(d => (d.Id, d.Name))];
        var driver = backend == EngineBackend.Vulkan ? "Vulkan" : $"driver for CUDA {Shown(facts.CudaVersion)}";
        return new BackendChoice(backend, installed.Plugins[backend].File, [.. devices.Select(d => d.Id)], $"{string.Join(", ", devices.Select(d => d.Name))}; {driver}", null);
    }

    /// <summary>What stands in the way of a backend: first the machine, then what can be installed.</summary>
    private static IEnumerable<string> Obstacles(EngineBackend backend, GpuFacts facts, InstalledBackends installed) =>
        (backend == EngineBackend.Vulkan ? OfVulkan(facts) : OfCuda(backend, facts)).Concat(OfPackage(backend, installed));

    private static IEnumerable<string> OfVulkan(GpuFacts facts)
    {
        if (facts.MissingLibraries.Contains(GpuLibraries.Vulkan))
        {
            yield return $"the Vulkan loader is not installed ({GpuLibraries.Vulkan} not found; run: sudo apt-get install libvulkan1)";
        }
        else if (Usable(facts).Length == 0)
        {
            yield return "no Vulkan driver shows a GPU (for AMD and Intel run: sudo apt-get install mesa-vulkan-drivers; NVIDIA's driver brings its own)";
        }
    }

    private static IEnumerable<string> OfCuda(EngineBackend backend, GpuFacts facts)
    {
        if (facts.CudaDevices.Count == 0)
        {
            yield return WhyNoCuda(facts);
            yield break;
        }

        var (major, libraries, oldest) = backend == EngineBackend.Cuda13 ? (13, GpuLibraries.Cuda13, OldestForCuda13) : (12, GpuLibraries.Cuda12, OldestForCuda12);
        if (facts.CudaVersion < 1000 * major)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the NVIDIA driver is for CUDA {Shown(facts.CudaVersion)}, {major}.0 is needed: install a newer driver");
        }

        if (facts.CudaDevices.FirstOrDefault(d => d.Capability < oldest) is { } old)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the {old.Name} has compute capability {old.Capability / 10}.{old.Capability % 10}, {oldest / 10}.{oldest % 10} is needed");
        }

        if (libraries.Where(facts.MissingLibraries.Contains).ToArray() is { Length: > 0 } missing)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{string.Join(" and ", missing)} of the CUDA {major} runtime not found (from NVIDIA's packages run: sudo apt-get install cuda-cudart-{major}-0 libcublas-{major}-0; docs/gpu.md)");
        }
    }

    private static IEnumerable<string> OfPackage(EngineBackend backend, InstalledBackends installed)
    {
        if (!installed.Plugins.TryGetValue(backend, out var plugin))
        {
            yield return $"its package is not installed (run: ./pipeline setup {Name(backend)})";
        }
        else if (plugin.Version != installed.LlamaVersion)
        {
            yield return $"its package is {plugin.Version ?? "of no version"} and that of llama.cpp {installed.LlamaVersion ?? "of no version"} (run: ./pipeline setup {Name(backend)})";
        }
    }

    private static string WhyNone(GpuFacts facts) =>
        !facts.Looked ? "no GPU (no /dev/nvidia*, /dev/dxg or /dev/dri/renderD*)"
        : facts.Failure is { } failure ? $"the GPU libraries cannot be asked: {failure}"
        : $"{WhyNoCuda(facts)}, {(facts.MissingLibraries.Contains(GpuLibraries.Vulkan) ? $"no Vulkan ({GpuLibraries.Vulkan} not found)" : Usable(facts).Length == 0 ? "no Vulkan GPU" : "a Vulkan GPU that cannot be used yet")}";

    private static string WhyNoCuda(GpuFacts facts) =>
        facts.Failure is { } failure ? $"the GPU libraries cannot be asked: {failure}"
        : facts.CudaDevices.Count > 0 ? "an NVIDIA GPU that cannot be used yet"
        : facts.CudaError is { } error ? $"no NVIDIA GPU to be used ({error})"
        : !facts.Looked || facts.MissingLibraries.Contains(GpuLibraries.CudaDriver) ? $"no NVIDIA driver ({GpuLibraries.CudaDriver} not found)"
        : "the NVIDIA driver shows no GPU";

    /// <summary>Of the backends that the machine has a GPU for, the one that needs least; with all that it needs.</summary>
    private static string? Advice(GpuFacts facts, InstalledBackends installed)
    {
        var near = Order.Where(backend => backend == EngineBackend.Vulkan ? Usable(facts).Length > 0 : facts.CudaDevices.Count > 0)
            .Select(backend => (Backend: backend, Obstacles: Obstacles(backend, facts, installed).ToArray()))
            .OrderBy(candidate => candidate.Obstacles.Length)
            .ToArray();
        return near.Length == 0 ? null : $"For {Name(near[0].Backend)}: {string.Join("; ", near[0].Obstacles)}.";
    }

    /// <summary>llama.cpp leaves software devices out, unless they are named to it.</summary>
    private static VulkanDevice[] Usable(GpuFacts facts) => [.. facts.VulkanDevices.Where(d => !d.IsLeftOut)];

    private static string Shown(int version) => string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}");
}
