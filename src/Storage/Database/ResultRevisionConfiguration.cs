using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

internal sealed class ResultRevisionConfiguration : IEntityTypeConfiguration<ResultRevision>
{
    public void Configure(EntityTypeBuilder<ResultRevision> builder)
    {
        builder.ToTable("results");
        builder.Property(result => result.Id).ValueGeneratedNever();
        builder.Property(result => result.Content).HasColumnType("json");
        builder.HasIndex(result => new { result.DocumentId, result.PipelineVersion, result.Revision }, "ux_results_revision").IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(result => result.TenantId);
        builder.HasOne<Document>().WithMany().HasForeignKey(result => result.DocumentId);
    }
}
