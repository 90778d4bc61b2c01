namespace Pipeline.Cli.Serve;

/// <summary>What the roles are made of: one name may stand for several parts.</summary>
internal static class ServiceRoles
{
    private static readonly IServiceRole[] All = [new IngestRole(), new UploadRole(), new ReadRole(), new ExtractRole(), new DeliverRole(), new RelayRole(), new SweepRole()];

    public static IReadOnlyList<IServiceRole> Of(ServiceSettings settings) => [.. All.Where(role => settings.Roles.Contains(role.Name))];
}
