using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

internal sealed class BookedCostConfiguration : IEntityTypeConfiguration<BookedCost>
{
    public void Configure(EntityTypeBuilder<BookedCost> builder)
    {
        builder.ToTable("cost_entries");
        builder.Property(cost => cost.Id).ValueGeneratedNever();
        builder.Property(cost => cost.Quantity).HasPrecision(18, CostEntry.QuantityDecimals);
        builder.Property(cost => cost.UnitPrice).HasPrecision(18, CostEntry.AmountDecimals);
        builder.Property(cost => cost.Amount).HasPrecision(18, CostEntry.AmountDecimals);
        builder.Ignore(cost => cost.IsUnattachedWork);
        builder.HasIndex(cost => cost.DocumentId, "ix_cost_entries_document");
        builder.HasIndex(cost => cost.ResultId, "ix_cost_entries_result").HasFilter("result_id is not null");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(cost => cost.TenantId);
        builder.HasOne<Document>().WithMany().HasForeignKey(cost => cost.DocumentId);
        builder.HasOne<ResultRevision>().WithMany().HasForeignKey(cost => cost.ResultId);
    }
}
