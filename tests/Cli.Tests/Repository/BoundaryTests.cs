using System.Xml.Linq;

namespace Pipeline.Cli.Tests.Repository;

/// <summary>The rules of Directory.Build.targets, tried on tiny projects of the same names.</summary>
public sealed class BoundaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BoundaryTests()
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "BannedSymbols.txt", "global.json"])
        {
            _folder.CopyFromCheckout(file);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Domain", "Storage")]
    [InlineData("Inference", "Domain")]
    [InlineData("Storage", "Inference")]
    [InlineData("Workers", "Cli")]
    public async Task A_forbidden_reference_fails_the_build(string project, string reference)
    {
        Project(reference, "");
        Project(project, $"<ProjectReference Include=\"../{reference}/{reference}.csproj\" />");

        var build = await BuildAsync(project, "Build");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains($"error PIPE0001: {project} may not reference {reference}.", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_in_Domain_fails_the_build()
    {
        Project("Domain", "<PackageReference Include=\"CsvHelper\" />");

        var build = await BuildAsync("Domain", "Build");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("error PIPE0002: Domain holds rules only: it may not reference the package CsvHelper.", build.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Domain", "")]
    [InlineData("Storage", "<ProjectReference Include=\"../Domain/Domain.csproj\" /><PackageReference Include=\"Npgsql\" />")]
    public async Task What_is_allowed_passes_the_check(string project, string items)
    {
        Project("Domain", "");
        Project(project, items);

        var check = await BuildAsync(project, "BeforeBuild");

        Assert.True(check.ExitCode == 0, check.Output);
    }

    [Fact]
    public void No_project_references_a_file_past_the_check()
    {
        var references = Checkout.ProjectFiles.Where(file => file.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(file => XDocument.Load(Checkout.PathOf(file)).Descendants("Reference").Select(_ => file));

        // A <Reference> to a file would pass by the check of project references.
        Assert.Empty(references);
    }

    private void Project(string name, string items) =>
        _folder.Write($"src/{name}/{name}.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{items}</ItemGroup></Project>");

    private Task<ShellResult> BuildAsync(string project, string target) =>
        Shell.RunAsync("dotnet", ["msbuild", $"src/{project}/{project}.csproj", $"-t:{target}", "-nologo", "-nodeReuse:false"], _folder.FullName);
}
