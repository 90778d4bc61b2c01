using System.Text.RegularExpressions;

namespace Pipeline.Cli.Tests.Repository;

/// <summary>What no file of the repository may hold. Patterns are put together here so that this file does not match itself.</summary>
public sealed partial class SourceTextTests
{
    private static readonly string[] RegistryHosts =
        [string.Concat("nuget", ".org"), string.Concat("npmjs", ".org"), string.Concat("npmjs", ".com"), string.Concat("pypi", ".org"), string.Concat("deb.debian", ".org"), string.Concat("pkgs.dev.azure", ".com")];

    [Fact]
    public void No_file_names_the_host_of_a_package_registry()
    {
        var found = from file in Checkout.TextFiles
                    let text = File.ReadAllText(Checkout.PathOf(file))
                    from host in RegistryHosts
                    where text.Contains(host, StringComparison.OrdinalIgnoreCase)
                    select $"{file}: {host}";

        Assert.Empty(found);
    }

    [Fact]
    public void No_file_holds_the_path_of_somebodys_machine()
    {
        var found = from file in Checkout.TextFiles
                    from line in File.ReadLines(Checkout.PathOf(file))
                    where MachinePath().IsMatch(line)
                    select $"{file}: {line.Trim()}";

        Assert.Empty(found);
    }

    [Fact]
    public void The_pattern_for_machine_paths_finds_them_and_leaves_the_rest()
    {
        Assert.Matches(MachinePath(), "cp x " + "/ro" + "ot/y");
        Assert.Matches(MachinePath(), "\"/wo" + "rk/main\"");
        Assert.DoesNotMatch(MachinePath(), "$HOME/work/x, src/root/y, /usr/share/dotnet");
    }

    [Fact]
    public void Every_project_has_a_lock_file_and_stands_in_the_solution()
    {
        var solution = File.ReadAllText(Checkout.PathOf("Pipeline.sln")).Replace('\\', '/');
        var projects = Checkout.ProjectFiles.ToList();

        Assert.NotEmpty(projects);
        Assert.All(projects, project =>
        {
            Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"), Checkout.Files);
        });
    }

    [Fact]
    public void Package_sources_are_left_to_the_machine()
    {
        Assert.DoesNotContain(Checkout.Files, file => Path.GetFileName(file).Equals("nuget.config", StringComparison.OrdinalIgnoreCase));
        var locks = Checkout.Files.Where(file => Path.GetFileName(file) == "package-lock.json").ToList();
        Assert.Contains("package-lock.json", locks);
        Assert.All(locks, file => Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Checkout.PathOf(file)), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_decision_record_names_its_negative_consequences()
    {
        var records = Checkout.Files.Where(file => file.StartsWith("docs/adr/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(records);
        Assert.Equal(records.Count, records.Select(file => Path.GetFileName(file)[..4]).Distinct().Count());
        Assert.All(records, file =>
        {
            var text = File.ReadAllText(Checkout.PathOf(file));
            Assert.Matches(RecordName(), Path.GetFileName(file));
            Assert.Matches(NegativeSection(), text);
        });
    }

    [GeneratedRegex(@"(?<![\w.$}~/-])/(?:work|root|home/\w+|Users)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^\d{4}-[a-z0-9-]+\.md$")]
    private static partial Regex RecordName();

    // A heading with at least one line of text below it.
    [GeneratedRegex(@"^#+ Negative consequences\s*\n\s*[^#\s]", RegexOptions.Multiline)]
    private static partial Regex NegativeSection();
}
