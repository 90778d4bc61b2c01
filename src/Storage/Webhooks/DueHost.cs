using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Webhooks;

/// <summary>A receiver's host for which a tenant has something to send. What one host holds up is held up for it alone.</summary>
public readonly record struct DueHost(TenantId Tenant, string Host);
