namespace Pipeline.Cli.Serve;

/// <summary>The roles, each a line.</summary>
internal static class ServiceRoles
{
    private static readonly IServiceRole[] All = [new IngestRole(), new ReadRole(), new ExtractRole(), new DeliverRole(), new RelayRole(), new SweepRole()];

    public static IReadOnlyList<IServiceRole> Of(ServiceSettings settings) => [.. All.Where(role => settings.Roles.Contains(role.Name))];
}
