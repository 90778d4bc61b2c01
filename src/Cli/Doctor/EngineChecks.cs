using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Cli.Engine;
using Pipeline.Cli.Setup;
using Pipeline.Inference;
using Pipeline.Inference.Backends;
using Pipeline.Workers.Models;

namespace Pipeline.Cli.Doctor;

/// <summary>llama.cpp, the models, and what they ask of the machine.</summary>
internal static class EngineChecks
{
    private const string Reinstall = "Run `npm ci --ignore-scripts` in the checkout.";

    /// <summary>Context and buffers of a lane with the default model, measured (docs/adr/0006).</summary>
    private const long LaneBytes = 100L << 20;

    /// <summary>This program, PostgreSQL and two readers, measured over a run of 40 contracts.</summary>
    private const long OtherBytes = 650L << 20;

    public static async Task<IReadOnlyList<Finding>> RunAsync(string root, PipelineConfiguration configuration, CancellationToken cancellationToken)
    {
        List<Finding> findings = [await LibrariesAsync(InstallRoot.Libraries(root), cancellationToken), Processor()];
        var largest = 0L;
        foreach (var card in Directory.EnumerateFiles(Path.Combine(root, "models"), "*.card.json").Order(StringComparer.Ordinal))
        {
            try
            {
                var (model, file) = await ModelCard.LoadAsync(card, cancellationToken);
                largest = Math.Max(largest, new FileInfo(file).Length);
                findings.Add(Finding.Well("model", $"{model.Identity}, sha256 as on its card"));
            }
            catch (ModelCardException e)
            {
                findings.Add(Finding.Missing("model", e.Message));
            }
        }

        var (backend, sizes) = await BackendAsync(root, configuration, cancellationToken);
        findings.AddRange(backend);
        var lanes = sizes?.Lanes ?? 1;
        findings.Add(Memory(largest + (lanes * LaneBytes) + OtherBytes));
        return findings;
    }

    private static async Task<Finding> LibrariesAsync(string folder, CancellationToken cancellationToken)
    {
        const string part = "llama.cpp";
        var library = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "libllama*.so").Order(StringComparer.Ordinal).FirstOrDefault(file => !file.Contains("common", StringComparison.Ordinal)) : null;
        if (library is null)
        {
            return Finding.Missing(part, $"libllama.so is not in {folder}. {Reinstall}");
        }

        if (!NativeLibrary.TryLoad(library, out _))
        {
            return Finding.Missing(part, $"{library} cannot be loaded: it is damaged, or glibc is too old. {Reinstall}");
        }

        await using var stream = File.OpenRead(library);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return Finding.Well(part, $"package {Version(Path.Combine(folder, "..", "..", "package.json"))}, {Path.GetFileName(library)} loads, sha256 {hash[..16]}…");
    }

    internal static string Version(string package)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(package));
            return json.RootElement.GetProperty("version").GetString() ?? "of no version";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            return "of no version";
        }
    }

    private static Finding Processor()
    {
        (string Name, bool Has)[] known = [("AVX-512", Avx512F.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("SSE4.2", Sse42.IsSupported)];
        var features = string.Join(", ", known.Where(feature => feature.Has).Select(feature => feature.Name));
        var cores = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {features}");
        return Avx2.IsSupported ? Finding.Well("processor", cores) : Finding.Advice("processor", $"{cores}. Without AVX2 the model takes several times as long.");
    }

    private static async Task<(IReadOnlyList<Finding> Findings, EngineSizes? Sizes)> BackendAsync(string root, PipelineConfiguration configuration, CancellationToken cancellationToken)
    {
        const string part = "backend";
        try
        {
            var options = configuration.Engine(given => given);
            var choice = await EngineStart.ChooseAsync(root, options.Asked, thorough: true, cancellationToken);
            var sizes = options.Sizes(choice.Backend);
            var says = $"{BackendSelection.Name(choice.Backend)}: {choice.Reason}{(choice.Devices.Count > 1 ? $"; {choice.Devices.Count} processes, one for each" : "")}";
            return ([
                choice.Advice is { } advice ? Finding.Advice(part, $"{says}. {advice}") : Finding.Well(part, says),
                Finding.Well("settings", string.Create(CultureInfo.InvariantCulture, $"{sizes.Lanes} lanes of {sizes.ThreadsPerLane} threads and {sizes.Slots} slots, steps of {sizes.StepTokens} tokens{(options.CompactCacheOn(choice.Backend) ? ", cache in 8 bits" : "")}")),
            ], sizes);
        }
        catch (EngineSetupException e)
        {
            return ([Finding.Missing(part, $"{e.Message} Or leave the choice to the machine: --backend auto, Pipeline:Engine:Backend=auto.")], null);
        }
        catch (OperatorException e)
        {
            return ([Finding.Missing("settings", e.Message)], null);
        }
    }

    private static Finding Memory(long needed)
    {
        // The smaller of what is free and what this process may have (a container's limit).
        var free = Math.Min(Available(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var says = string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB free, about {needed >> 20} MiB needed");
        return free >= needed ? Finding.Well("memory", says)
            : Finding.Advice("memory", $"{says}. Close other programs, or use fewer lanes (--lanes 1).");
    }

    private static long Available()
    {
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is null ? long.MaxValue : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
