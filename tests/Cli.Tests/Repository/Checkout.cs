namespace Pipeline.Cli.Tests.Repository;

/// <summary>The files of this repository as they lie on disk; works without git.</summary>
internal static class Checkout
{
    private static readonly string[] NotOurs = [".git", "artifacts", "node_modules", "out", "bin", "obj", ".vs", ".idea", ".vscode", "TestResults"];
    private static readonly string[] Binary = [".pdf", ".gguf", ".png"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files { get; } = [.. Walk(new DirectoryInfo(Root)).Select(Relative).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> TextFiles => Files.Where(file => !Binary.Contains(Path.GetExtension(file)));

    public static IEnumerable<string> CodeFiles => Files.Where(file =>
        file.EndsWith(".cs", StringComparison.Ordinal) && (file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal)));

    public static IEnumerable<string> ProjectFiles => Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Relative(FileInfo file) => Path.GetRelativePath(Root, file.FullName);

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(file => file.Name != ".git").Concat(folder.EnumerateDirectories()
            .Where(child => !NotOurs.Contains(child.Name) && child.LinkTarget is null)
            .SelectMany(Walk));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("No folder above the test binaries holds Pipeline.sln.");
    }
}
