namespace Pipeline.Inference.Backends;

/// <summary>Which plug-ins are there, and of which version.</summary>
/// <param name="LlamaVersion">Version of the package that holds llama.cpp.</param>
/// <param name="Plugins">File and package version of each backend that is installed.</param>
public sealed record InstalledBackends(string? LlamaVersion, IReadOnlyDictionary<EngineBackend, (string File, string? Version)> Plugins)
{
    /// <param name="root">The checkout.</param>
    /// <param name="libraries">Folder of llama.cpp's shared libraries, inside its package.</param>
    public static InstalledBackends Find(string root, string libraries)
    {
        var plugins = new Dictionary<EngineBackend, (string, string?)>();
        foreach (var backend in (EngineBackend[])[EngineBackend.Cuda13, EngineBackend.Cuda12, EngineBackend.Vulkan])
        {
            var package = BackendPackage.Of(root, backend);
            if (File.Exists(package.File))
            {
                plugins.Add(backend, (package.File, BackendPackage.Version(package.Manifest)));
            }
        }

        return new InstalledBackends(BackendPackage.Version(Path.Combine(libraries, "..", "..", "package.json")), plugins);
    }
}
