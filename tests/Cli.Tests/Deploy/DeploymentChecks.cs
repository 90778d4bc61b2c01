using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Deploy;

/// <summary>The published schemas of compose, Kubernetes and KEDA, installed once for all tests of a class, and what they say of files.</summary>
public sealed class DeploymentChecks : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public async Task InitializeAsync()
    {
        foreach (var file in new[] { "package.json", "package-lock.json", ".npmrc", "validate.mjs" })
        {
            File.Copy(Checkout.PathOf("tests/Cli.Tests/Deploy/" + file), PathOf(file));
        }

        var installed = await Shell.RunAsync("npm", ["ci", "--ignore-scripts"], _folder.FullName);
        Assert.True(installed.ExitCode == 0, installed.Error);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A line for each problem; empty where there is none.</summary>
    internal async Task<string> ProblemsAsync(params string[] files)
    {
        var said = await Shell.RunAsync("node", [PathOf("validate.mjs"), .. files], _folder.FullName);
        Assert.True(said.Error.Length == 0, said.Error);
        Assert.Equal(said.Output.Length == 0, said.ExitCode == 0);
        return said.Output;
    }
}
