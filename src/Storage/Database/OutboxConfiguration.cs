using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Database;

internal sealed class OutboxConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox");
        builder.Property(message => message.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(message => message.MessageId, "ux_outbox_message").IsUnique();
        builder.HasIndex(message => message.Id, "ix_outbox_waiting").HasFilter("published_at is null");
        builder.HasIndex(message => message.DocumentId, "ix_outbox_document").HasFilter("published_at is null");
        builder.HasIndex(message => message.PublishedAt, "ix_outbox_published").HasFilter("published_at is not null");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(message => message.TenantId);
        builder.HasOne<Document>().WithMany().HasForeignKey(message => message.DocumentId);
    }
}
