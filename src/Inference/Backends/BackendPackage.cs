using System.Text.Json;

namespace Pipeline.Inference.Backends;

/// <summary>Where npm puts ggml's plug-in for a backend. The packages also hold llama.cpp itself, to the byte the one that is installed anyway: of them only the plug-in is used.</summary>
/// <param name="File">The plug-in.</param>
/// <param name="Manifest">The package's own description.</param>
public sealed record BackendPackage(string File, string Manifest)
{
    private const string Scope = "@node-llama-cpp";

    /// <param name="root">The checkout.</param>
    /// <param name="backend">Not the processor, which needs no plug-in.</param>
    public static BackendPackage Of(string root, EngineBackend backend)
    {
        var (package, file) = backend switch
        {
            EngineBackend.Cuda13 => ("linux-x64-cuda", Path.Combine("bins", "linux-x64-cuda", "libggml-cuda.so")),
            // An extension of the package above, made to be taken where that one does not load.
            EngineBackend.Cuda12 => ("linux-x64-cuda-ext", Path.Combine("bins", "linux-x64-cuda", "fallback", "libggml-cuda.so")),
            EngineBackend.Vulkan => ("linux-x64-vulkan", Path.Combine("bins", "linux-x64-vulkan", "libggml-vulkan.so")),
            EngineBackend.Cpu => throw new ArgumentException("The processor needs no plug-in.", nameof(backend)),
        };
        var folder = Path.Combine(root, "setup", "backends", backend.ToString().ToLowerInvariant(), "node_modules", Scope, package);
        return new BackendPackage(Path.Combine(folder, file), Path.Combine(folder, "package.json"));
    }

    /// <summary>The version of a package by its description; null where it is not installed.</summary>
    public static string? Version(string manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(manifest));
            return json.RootElement.GetProperty("version").GetString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
