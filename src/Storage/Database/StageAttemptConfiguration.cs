using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

internal sealed class StageAttemptConfiguration : IEntityTypeConfiguration<StageAttempt>
{
    public void Configure(EntityTypeBuilder<StageAttempt> builder)
    {
        builder.ToTable("stage_attempts");
        builder.Property(attempt => attempt.Id).ValueGeneratedNever();
        builder.HasIndex(attempt => new { attempt.DocumentId, attempt.ClaimNumber }, "ux_stage_attempts_claim").IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(attempt => attempt.TenantId);
        builder.HasOne<Document>().WithMany().HasForeignKey(attempt => attempt.DocumentId);
    }
}
