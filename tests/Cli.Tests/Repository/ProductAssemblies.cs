using System.Reflection;

namespace Pipeline.Cli.Tests.Repository;

/// <summary>The assemblies that come from src/, with the types that people wrote.</summary>
internal static class ProductAssemblies
{
    public static IReadOnlyList<Assembly> All { get; } = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
        .Where(path => Path.GetFileNameWithoutExtension(path) is var name
            && (name == "pipeline" || (name.StartsWith("Pipeline.", StringComparison.Ordinal) && !name.EndsWith(".Tests", StringComparison.Ordinal))))
        .Select(Assembly.LoadFrom)];

    public static IEnumerable<Type> Types => All.SelectMany(TypesIn);

    public static IEnumerable<Type> TypesIn(Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.Name.Contains('<', StringComparison.Ordinal) && !type.FullName!.Contains("<>", StringComparison.Ordinal));
}
