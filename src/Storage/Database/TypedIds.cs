using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

internal sealed class DocumentIdAsUuid() : ValueConverter<DocumentId, Guid>(id => id.Value, value => new DocumentId(value));

internal sealed class TenantIdAsUuid() : ValueConverter<TenantId, Guid>(id => id.Value, value => new TenantId(value));

internal sealed class BatchIdAsUuid() : ValueConverter<BatchId, Guid>(id => id.Value, value => new BatchId(value));
