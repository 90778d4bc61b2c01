using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

public sealed class Tenant
{
    private Tenant()
    {
    }

    public TenantId Id { get; private set; }

    public string Name { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
}
