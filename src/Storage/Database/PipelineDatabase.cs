using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Messages;
using Pipeline.Storage.Migrations;

namespace Pipeline.Storage.Database;

/// <summary>One database, seen by one tenant. The stores of <c>Pipeline.Storage.Documents</c> work on it.</summary>
public sealed class PipelineDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly PooledDbContextFactory<PipelineContext> _contexts;

    private PipelineDatabase(NpgsqlDataSource dataSource, TimeProvider clock, TenantId tenant)
    {
        _dataSource = dataSource;
        Clock = clock;
        Tenant = tenant;
        Signal = new OutboxSignal();
        _contexts = new PooledDbContextFactory<PipelineContext>(
            new DbContextOptionsBuilder<PipelineContext>().UseNpgsql(dataSource).Options);
    }

    private PipelineDatabase(PipelineDatabase shared, TenantId tenant)
    {
        _dataSource = shared._dataSource;
        Clock = shared.Clock;
        Tenant = tenant;
        Signal = shared.Signal;
        _contexts = shared._contexts;
    }

    public TenantId Tenant { get; }

    /// <summary>Raised after a commit that put something into the outbox.</summary>
    public OutboxSignal Signal { get; }

    internal TimeProvider Clock { get; }

    internal NpgsqlDataSource DataSource => _dataSource;

    /// <summary>Opens no connection yet.</summary>
    public static PipelineDatabase Open(string connectionString, TimeProvider clock, TenantId tenant) =>
        new(NpgsqlDataSource.Create(connectionString), clock, tenant);

    /// <summary>The same database as another tenant sees it. Costs nothing and need not be disposed of; it ends with the one it was made from.</summary>
    public PipelineDatabase For(TenantId tenant) => tenant == Tenant ? this : new PipelineDatabase(this, tenant);

    /// <summary>Names of the migrations that were applied now.</summary>
    /// <exception cref="MigrationException">The database does not fit this build.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken) =>
        await new MigrationRunner(_dataSource, Migration.Embedded()).ApplyAsync(cancellationToken);

    public PipelineContext CreateContext() => _contexts.CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        Signal.Dispose();
    }
}
