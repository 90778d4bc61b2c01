using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Storage.Access;

namespace Pipeline.Storage.Database;

internal sealed class BlobRemovalConfiguration : IEntityTypeConfiguration<BlobRemoval>
{
    public void Configure(EntityTypeBuilder<BlobRemoval> builder)
    {
        builder.ToTable("blob_removals");
        builder.HasKey(removal => new { removal.TenantId, removal.Sha256 });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(removal => removal.TenantId);
    }
}
