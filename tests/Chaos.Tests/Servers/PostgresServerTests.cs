using Npgsql;

namespace Pipeline.Chaos.Tests.Servers;

public sealed class PostgresServerTests
{
    [ChaosFact]
    public async Task A_killed_server_comes_back_with_what_was_committed()
    {
        await using var server = await PostgresServer.StartAsync(CancellationToken.None);
        var database = await server.CreateDatabaseAsync(CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(PostgresServer.ConnectTo(server.Port, database));
        await ExecuteAsync(source, "create table kept (id int); insert into kept values (1), (2)");

        await server.KillAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(source, "select 1"));
        await server.RestartAsync(CancellationToken.None);

        await using var count = source.CreateCommand("select count(*) from kept");
        Assert.Equal(2L, await count.ExecuteScalarAsync());
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
