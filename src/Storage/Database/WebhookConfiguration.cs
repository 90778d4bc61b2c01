using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Storage.Database;

internal sealed class WebhookConfiguration : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("webhooks");
        builder.Property(webhook => webhook.Id).ValueGeneratedNever();
        builder.HasIndex(webhook => webhook.TenantId, "ux_webhooks_callbacks").IsUnique().HasFilter("url is null");
        builder.HasIndex(webhook => new { webhook.TenantId, webhook.Id }, "ix_webhooks_tenant");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(webhook => webhook.TenantId);
    }
}
