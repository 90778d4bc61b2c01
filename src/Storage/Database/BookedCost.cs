using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

/// <summary>A cost entry as the table keeps it.</summary>
public sealed class BookedCost
{
    private BookedCost()
    {
    }

    public Guid Id { get; private set; }

    public TenantId TenantId { get; private set; }

    /// <summary>Null for overhead.</summary>
    public DocumentId? DocumentId { get; private set; }

    public Guid? ResultId { get; private set; }

    public int? ClaimNumber { get; private set; }

    public DocumentStage Stage { get; private set; }

    public string Unit { get; private set; } = "";

    public decimal Quantity { get; private set; }

    public decimal UnitPrice { get; private set; }

    public decimal Amount { get; private set; }

    public string Currency { get; private set; } = "";

    public CostKind Kind { get; private set; }

    public DateTimeOffset BookedAt { get; private set; }

    internal bool IsUnattachedWork => Kind == CostKind.Work && ResultId is null;

    internal static BookedCost Of(TenantId tenant, DocumentClaim? claim, CostEntry entry, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        TenantId = tenant,
        DocumentId = claim?.Document,
        ClaimNumber = claim?.Number,
        Stage = entry.Stage,
        Unit = entry.Unit,
        Quantity = entry.Quantity,
        UnitPrice = entry.UnitPrice,
        Amount = entry.Amount,
        Currency = entry.Currency,
        Kind = entry.Kind,
        BookedAt = now,
    };

    public CostEntry ToEntry() => new()
    {
        Stage = Stage,
        Unit = Unit,
        Quantity = Quantity,
        UnitPrice = UnitPrice,
        Amount = Amount,
        Currency = Currency,
        Kind = Kind,
    };

    internal void AttachTo(ResultRevision result) => ResultId = result.Id;

    internal void BecomeWaste()
    {
        Kind = CostKind.Waste;
        ResultId = null;
    }
}
