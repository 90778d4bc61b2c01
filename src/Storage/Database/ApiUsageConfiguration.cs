using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Storage.Access;

namespace Pipeline.Storage.Database;

internal sealed class ApiUsageConfiguration : IEntityTypeConfiguration<ApiUsage>
{
    public void Configure(EntityTypeBuilder<ApiUsage> builder)
    {
        builder.ToTable("api_usage");
        builder.HasKey(usage => new { usage.KeyId, usage.Day });
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(usage => usage.KeyId);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(usage => usage.TenantId);
    }
}
