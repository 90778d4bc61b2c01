using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Access;

/// <summary>What a key sent on one day.</summary>
public sealed class ApiUsage
{
    private ApiUsage()
    {
    }

    public Guid KeyId { get; private set; }

    public DateOnly Day { get; private set; }

    public TenantId TenantId { get; private set; }

    public long Documents { get; private set; }

    public long Bytes { get; private set; }
}
