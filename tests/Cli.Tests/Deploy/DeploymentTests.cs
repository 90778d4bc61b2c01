using System.Text.RegularExpressions;
using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Deploy;

/// <summary>compose.yaml and deploy/: what can be known of them without the systems that they are for.</summary>
public sealed partial class DeploymentTests(DeploymentChecks checks) : IClassFixture<DeploymentChecks>
{
    private static string[] Files { get; } =
        [.. Checkout.Files.Where(f => f is "compose.yaml" or "deploy/Dockerfile" || f.StartsWith("deploy/kubernetes/", StringComparison.Ordinal)).Select(Checkout.PathOf)];

    [Fact]
    public async Task They_follow_the_schemas_of_their_makers()
    {
        Assert.True(Files.Length > 10);
        Assert.Equal("", await checks.ProblemsAsync(Files));
    }

    [Theory]
    [InlineData("compose.yaml", "restart: unless-stopped", "restrt: unless-stopped")]
    [InlineData("deploy/kubernetes/extract.yaml", "replicas: 1", "replicas: one")]
    [InlineData("deploy/kubernetes/keda.yaml", "triggers:", "trigger:")]
    [InlineData("deploy/kubernetes/keda.yaml", "kind: ScaledObject", "kind: ScaledThing")]
    [InlineData("deploy/Dockerfile", "WORKDIR /src", "WRKDIR /src")]
    public async Task A_fault_in_them_is_found(string file, string right, string wrong)
    {
        var text = await File.ReadAllTextAsync(Checkout.PathOf(file));
        Assert.Contains(right, text, StringComparison.Ordinal);
        var copy = checks.PathOf(Path.GetFileName(file));
        await File.WriteAllTextAsync(copy, text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.NotEqual("", await checks.ProblemsAsync(copy));
    }

    [Fact]
    public void What_the_image_is_made_of_is_there()
    {
        var sources = Copies().Matches(File.ReadAllText(Checkout.PathOf("deploy/Dockerfile")))
            .SelectMany(copy => copy.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();

        Assert.Contains("models", sources);
        Assert.All(sources, source => Assert.True(Path.Exists(Checkout.PathOf(source)), source));
    }

    [Fact]
    public void No_password_is_written_down()
    {
        foreach (var file in Files)
        {
            foreach (var secret in Secrets().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value.Trim()))
            {
                Assert.True(secret.StartsWith("${", StringComparison.Ordinal) && secret.Contains(":?", StringComparison.Ordinal), $"{file}: {secret}");
            }
        }
    }

    [Fact]
    public void Pods_run_without_privileges_and_are_probed()
    {
        foreach (var file in Files.Where(f => File.ReadAllText(f).Contains("kind: Deployment", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            foreach (var needed in new[] { "runAsNonRoot: true", "readOnlyRootFilesystem: true", "drop: [ALL]", "startupProbe:", "livenessProbe:", "readinessProbe:", "path: /health/live", "path: /health/ready", "terminationGracePeriodSeconds:" })
            {
                Assert.True(text.Contains(needed, StringComparison.Ordinal), $"{file} lacks {needed}");
            }
        }
    }

    [GeneratedRegex(@"^COPY (?!--from)(.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex Copies();

    [GeneratedRegex(@"^\s+(?:POSTGRES_PASSWORD|RABBITMQ_DEFAULT_PASS): (.+)$", RegexOptions.Multiline)]
    private static partial Regex Secrets();
}
