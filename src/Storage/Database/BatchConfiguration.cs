using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

internal sealed class BatchConfiguration : IEntityTypeConfiguration<Batch>
{
    public void Configure(EntityTypeBuilder<Batch> builder)
    {
        builder.ToTable("batches");
        builder.Property(batch => batch.Id).ValueGeneratedNever();
        builder.HasIndex(batch => new { batch.TenantId, batch.Id }, "ix_batches_tenant");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(batch => batch.TenantId);
    }
}
