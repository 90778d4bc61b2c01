namespace Pipeline.Chaos.Tests.Roles;

/// <summary>All processes of a service: two of each role that works on documents, one of the others, each killed and started on its own.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly (string Name, string Roles)[] Processes =
        [("relay", "relay"), ("sweep", "sweep"), ("read-1", "read"), ("read-2", "read"), ("extract-1", "extract"), ("extract-2", "extract"), ("deliver", "deliver")];

    public Fleet(IReadOnlyDictionary<string, string> settings) =>
        Roles = [.. Processes.Select(process => new KeptRole(process.Name, process.Roles, settings))];

    public IReadOnlyList<KeptRole> Roles { get; }

    public IEnumerable<string> UnexpectedExits => Roles.SelectMany(role => role.UnexpectedExits);

    /// <summary>Waits until at most so many are down.</summary>
    public async Task WaitUntilReadyAsync(int mostDown, TimeSpan most)
    {
        using var limit = new CancellationTokenSource(most);
        while (Roles.Count(role => !role.IsReady) > mostDown)
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail("Not ready:\n" + string.Join('\n', Roles.Where(role => !role.IsReady).Select(role => $"--- {role.Name}\n{role.Said}")));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var role in Roles)
        {
            await role.DisposeAsync();
        }
    }
}
