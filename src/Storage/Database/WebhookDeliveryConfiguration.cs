using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Storage.Database;

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.Property(delivery => delivery.Id).ValueGeneratedNever();
        builder.HasIndex(delivery => new { delivery.DocumentId, delivery.ClaimNumber, delivery.Revision, delivery.Event, delivery.TargetKey }, "ux_webhook_deliveries_event").IsUnique();
        builder.HasIndex(delivery => new { delivery.TenantId, delivery.Host, delivery.NextAttemptAt }, "ix_webhook_deliveries_due").HasFilter("state = 'waiting'");
        builder.HasIndex(delivery => new { delivery.WebhookId, delivery.State }, "ix_webhook_deliveries_webhook");
        builder.HasIndex(delivery => delivery.EndedAt, "ix_webhook_deliveries_ended").HasFilter("ended_at is not null");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(delivery => delivery.TenantId);
        builder.HasOne<Webhook>().WithMany().HasForeignKey(delivery => delivery.WebhookId);
        builder.HasOne<Document>().WithMany().HasForeignKey(delivery => delivery.DocumentId);
    }
}
