using Pipeline.Domain.Documents;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Queue;

/// <summary>What a message asks for.</summary>
public sealed record AdmissionRequest(TenantId Tenant, DocumentId Document, MessageReceipt Message);
