using System.Text.Json;

namespace Pipeline.Chaos.Tests.Models;

/// <summary>An installation as PIPELINE_ROOT names one, whose default model is the tiny one.</summary>
internal sealed class TinyInstallation : IDisposable
{
    public const string Schema = "nda";

    // What the product takes when nobody names another.
    private const string DefaultModel = "contracts-135m";

    public TinyInstallation(string checkout, int seed)
    {
        Folder = Directory.CreateTempSubdirectory("pipeline-chaos-root-").FullName;
        var models = Directory.CreateDirectory(Path.Combine(Folder, "models")).FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "schemas"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(checkout, "schemas"), "*.json").Append(Path.Combine(checkout, "prices.json")))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetRelativePath(checkout, file)));
        }

        var modules = new DirectoryInfo(Path.Combine(checkout, "node_modules"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "node_modules"), modules.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? modules.FullName);
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "schemas", Schema + ".v1.json")));
        TinyModel.Write(models, DefaultModel, [.. schema.RootElement.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()!)], seed);
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
