namespace Pipeline.Domain.Documents;

/// <summary>Key of a tenant. Every owned row carries one.</summary>
public readonly record struct TenantId(Guid Value)
{
    /// <summary>The tenant of an installation without tenants; the first migration makes its row.</summary>
    public static TenantId Default { get; } = new(new Guid("00000000-0000-7000-8000-000000000001"));

    public override string ToString() => Value.ToString();
}
