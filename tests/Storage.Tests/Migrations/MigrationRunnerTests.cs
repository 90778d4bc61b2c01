using Npgsql;
using Pipeline.Storage.Migrations;

namespace Pipeline.Storage.Tests.Migrations;

[Collection(PostgresGroup.Name)]
public sealed class MigrationRunnerTests(PostgresFixture postgres)
{
    private static readonly Migration First = new("0001_first.sql", "create table first (n int);");
    private static readonly Migration Second = new("0002_second.sql", "create table second (n int); insert into second values (2);");

    [PostgresFact]
    public async Task Applies_each_file_once_and_in_order()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());

        Assert.Equal([First.File, Second.File], await ApplyAsync(source, Second, First));
        Assert.Empty(await ApplyAsync(source, First, Second));
        Assert.Equal(1L, await ScalarAsync(source, "select count(*) from second"));
    }

    [PostgresFact]
    public async Task Refuses_an_applied_file_that_was_edited()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());
        await ApplyAsync(source, First);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => ApplyAsync(source, First with { Sql = First.Sql + " " }, Second));

        Assert.Equal(First.File, refusal.File);
        Assert.Contains("edited", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(DBNull.Value, await ScalarAsync(source, "select to_regclass('second')::text"));
    }

    [PostgresFact]
    public async Task Refuses_a_database_with_a_file_that_this_build_lacks()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());
        await ApplyAsync(source, First, Second);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => ApplyAsync(source, First));

        Assert.Equal(Second.File, refusal.File);
    }

    [PostgresFact]
    public async Task Refuses_a_file_that_comes_before_an_applied_one()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());
        await ApplyAsync(source, Second);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => ApplyAsync(source, First, Second));

        Assert.Equal(First.File, refusal.File);
    }

    [PostgresFact]
    public async Task Refuses_two_files_with_one_number()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => ApplyAsync(source, First, First with { File = "0001_other.sql" }));

        Assert.Contains("0001", refusal.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Leaves_nothing_of_a_file_that_fails_and_goes_on_once_it_is_right()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());
        var broken = Second with { Sql = "create table half (n int); select no_such_function();" };

        var failure = await Assert.ThrowsAsync<MigrationException>(() => ApplyAsync(source, First, broken));

        Assert.Equal(Second.File, failure.File);
        Assert.Equal(DBNull.Value, await ScalarAsync(source, "select to_regclass('half')::text"));
        Assert.Equal([Second.File], await ApplyAsync(source, First, Second));
    }

    [PostgresFact]
    public async Task Lets_several_migrators_at_once_apply_each_file_once()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());

        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => ApplyAsync(source, First, Second))));

        Assert.Equal([First.File, Second.File], applied.SelectMany(files => files));
    }

    [Fact]
    public void Finds_the_migrations_inside_the_assembly()
    {
        var embedded = Migration.Embedded();

        Assert.Equal("0001_documents_results_costs.sql", embedded[0].File);
        Assert.All(embedded, migration => Assert.Matches("^[0-9]{4}_[a-z0-9_]+\\.sql$", migration.File));
    }

    private static Task<IReadOnlyList<string>> ApplyAsync(NpgsqlDataSource source, params Migration[] migrations) =>
        new MigrationRunner(source, migrations).ApplyAsync(CancellationToken.None);

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
