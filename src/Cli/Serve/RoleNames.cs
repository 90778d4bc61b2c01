using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Serve;

/// <summary>The roles that a process may have.</summary>
internal static class RoleNames
{
    public const string Ingest = "ingest";
    public const string Read = "read";
    public const string Extract = "extract";
    public const string Deliver = "deliver";
    public const string Relay = "relay";
    public const string Sweep = "sweep";

    public static IReadOnlyList<string> All { get; } = [Ingest, Read, Extract, Deliver, Relay, Sweep];

    // Messages in memory end where they begin: whoever sends them has to be all who receive them.
    private static readonly string[] Together = [Relay, Read, Extract, Deliver];

    /// <summary>Names with commas; nothing twice.</summary>
    public static IReadOnlyList<string> Parse(string given) =>
        [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant()).Distinct()];

    public static IEnumerable<string> Problems(IReadOnlyList<string> roles, QueueTransport transport)
    {
        if (roles.Count == 0)
        {
            yield return $"Name at least one role: {string.Join(", ", All)}.";
        }

        foreach (var unknown in roles.Except(All))
        {
            yield return $"There is no role {unknown}. The roles are {string.Join(", ", All)}.";
        }

        if (transport == QueueTransport.Memory && roles.Intersect(Together).Any() && Together.Except(roles).ToArray() is { Length: > 0 } missing)
        {
            yield return $"With Transport=memory messages stay in this process, and it lacks the role{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}. "
                + "Add them to --roles, or set Transport=rabbitmq and ConnectionStrings__RabbitMq.";
        }
    }
}
