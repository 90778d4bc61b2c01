using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

internal sealed class DocumentConfiguration : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> builder)
    {
        builder.ToTable("documents");
        builder.Property(document => document.Id).ValueGeneratedNever();
        builder.Ignore(document => document.Failure);
        builder.Ignore(document => document.IsOrdered);
        builder.Ignore(document => document.WantsWork);
        builder.Property(document => document.Labels).HasColumnType("jsonb").HasConversion(new LabelsAsJson(), LabelsAsJson.Comparer);

        // Each update names the stage and the claim that it expects: what changed meanwhile is not overwritten.
        builder.Property(document => document.Stage).IsConcurrencyToken();
        builder.Property(document => document.ClaimNumber).IsConcurrencyToken();

        builder.HasIndex(document => new { document.TenantId, document.SourceKey, document.Sha256 }, "ux_documents_source").IsUnique().AreNullsDistinct(false);
        builder.HasIndex(document => new { document.TenantId, document.Sha256, document.Schema }, "ux_documents_original").IsUnique().AreNullsDistinct(false)
            .HasFilter("duplicate_of is null and sha256 is not null");
        builder.HasIndex(document => document.BatchId, "ix_documents_batch").HasFilter("batch_id is not null");
        builder.HasIndex(document => document.Id, "ix_documents_delivery").HasFilter("delivery_due");
        builder.HasIndex(document => new { document.Stage, document.Id }, "ix_documents_open").HasFilter("stage in ('received', 'reading', 'extracting')");
        builder.HasIndex(document => document.DuplicateOf, "ix_documents_duplicate_of").HasFilter("duplicate_of is not null");
        builder.HasIndex(document => new { document.TenantId, document.Id }, "ix_documents_tenant");
        builder.HasIndex(document => new { document.TenantId, document.Reference }, "ix_documents_reference").HasFilter("reference is not null");
        builder.HasIndex(document => new { document.TenantId, document.Id }, "ix_documents_failed").HasFilter("stage = 'failed'");
        builder.HasIndex(document => document.LayoutSha256, "ix_documents_layout").HasFilter("layout_sha256 is not null");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(document => document.TenantId);
        builder.HasOne<Batch>().WithMany().HasForeignKey(document => document.BatchId);
        builder.HasOne<Document>().WithMany().HasForeignKey(document => document.DuplicateOf);
    }
}
