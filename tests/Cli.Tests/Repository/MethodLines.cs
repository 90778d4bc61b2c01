using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pipeline.Cli.Tests.Repository;

/// <summary>How many lines the body of each method has, from the sequence points of the debug information.</summary>
internal static class MethodLines
{
    public static IEnumerable<(string Method, string File, int Lines)> Of(string assemblyPath)
    {
        using var assembly = new PEReader(File.OpenRead(assemblyPath));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assemblyPath, ".pdb")));
        var metadata = assembly.GetMetadataReader();
        var debug = symbols.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            var name = metadata.GetString(method.Name);
            // The points of a constructor include the field initialisers, which stand anywhere in the class.
            if (name is ".ctor" or ".cctor")
            {
                continue;
            }

            var points = debug.GetMethodDebugInformation(handle).GetSequencePoints().Where(point => !point.IsHidden).ToList();
            if (points.Count == 0)
            {
                continue;
            }

            var file = debug.GetString(debug.GetDocument(points[0].Document).Name);
            var type = metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name);
            yield return ($"{type}.{name}", file, points.Max(point => point.EndLine) - points.Min(point => point.StartLine) + 1);
        }
    }
}
