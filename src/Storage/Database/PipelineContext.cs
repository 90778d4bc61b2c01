using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Pipeline.Storage.Messages;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Storage.Database;

/// <summary>The tables as EF Core sees them. migrations/ makes them; the drift test keeps the two alike.</summary>
public sealed class PipelineContext : DbContext
{
    public PipelineContext(DbContextOptions<PipelineContext> options)
        : base(options)
    {
        // Who fails in a transaction gives up all of it: a savepoint for each write would be two more round trips.
        Database.AutoSavepointsEnabled = false;
    }

    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<Document> Documents => Set<Document>();

    public DbSet<StageAttempt> StageAttempts => Set<StageAttempt>();

    public DbSet<ResultRevision> Results => Set<ResultRevision>();

    public DbSet<BookedCost> CostEntries => Set<BookedCost>();

    public DbSet<Batch> Batches => Set<Batch>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<InboxMessage> Inbox => Set<InboxMessage>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<ApiUsage> ApiUsage => Set<ApiUsage>();

    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();

    public DbSet<BlobRemoval> BlobRemovals => Set<BlobRemoval>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Indexes are named in the configurations, as the migrations name them; EF would add one per foreign key.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
        configurationBuilder.Properties<DocumentId>().HaveConversion<DocumentIdAsUuid>();
        configurationBuilder.Properties<TenantId>().HaveConversion<TenantIdAsUuid>();
        configurationBuilder.Properties<BatchId>().HaveConversion<BatchIdAsUuid>();
        configurationBuilder.Properties<DocumentPriority>().HaveConversion<LowerCaseText<DocumentPriority>>();
        configurationBuilder.Properties<OutboxCommand>().HaveConversion<LowerCaseText<OutboxCommand>>();
        configurationBuilder.Properties<DocumentStage>().HaveConversion<LowerCaseText<DocumentStage>>();
        configurationBuilder.Properties<ReopenReason>().HaveConversion<LowerCaseText<ReopenReason>>();
        configurationBuilder.Properties<AttemptOutcome>().HaveConversion<LowerCaseText<AttemptOutcome>>();
        configurationBuilder.Properties<WebhookEvent>().HaveConversion<LowerCaseText<WebhookEvent>>();
        configurationBuilder.Properties<WebhookDeliveryState>().HaveConversion<LowerCaseText<WebhookDeliveryState>>();
        configurationBuilder.Properties<CostKind>().HaveConversion<LowerCaseText<CostKind>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new TenantConfiguration());
        modelBuilder.ApplyConfiguration(new DocumentConfiguration());
        modelBuilder.ApplyConfiguration(new StageAttemptConfiguration());
        modelBuilder.ApplyConfiguration(new ResultRevisionConfiguration());
        modelBuilder.ApplyConfiguration(new BookedCostConfiguration());
        modelBuilder.ApplyConfiguration(new BatchConfiguration());
        modelBuilder.ApplyConfiguration(new OutboxConfiguration());
        modelBuilder.ApplyConfiguration(new InboxConfiguration());
        modelBuilder.ApplyConfiguration(new ApiKeyConfiguration());
        modelBuilder.ApplyConfiguration(new ApiUsageConfiguration());
        modelBuilder.ApplyConfiguration(new IdempotencyKeyConfiguration());
        modelBuilder.ApplyConfiguration(new BlobRemovalConfiguration());
        modelBuilder.ApplyConfiguration(new WebhookConfiguration());
        modelBuilder.ApplyConfiguration(new WebhookDeliveryConfiguration());
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }
}
