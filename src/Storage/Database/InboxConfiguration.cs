using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Database;

internal sealed class InboxConfiguration : IEntityTypeConfiguration<InboxMessage>
{
    public void Configure(EntityTypeBuilder<InboxMessage> builder)
    {
        builder.ToTable("inbox");
        builder.HasKey(message => new { message.Consumer, message.MessageId });
        builder.HasIndex(message => message.ReceivedAt, "ix_inbox_received");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(message => message.TenantId);
    }
}
