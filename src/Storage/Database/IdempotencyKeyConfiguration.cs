using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Storage.Access;

namespace Pipeline.Storage.Database;

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(key => new { key.TenantId, key.Key });
        builder.HasIndex(key => key.CreatedAt, "ix_idempotency_keys_created");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(key => key.TenantId);
    }
}
