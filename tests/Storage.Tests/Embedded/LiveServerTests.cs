using Npgsql;
using Pipeline.Storage.DataFolders;
using Pipeline.Storage.Embedded;

namespace Pipeline.Storage.Tests.Embedded;

public sealed class LiveServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [EmbeddedFact]
    public async Task A_command_finds_the_server_of_a_folder_that_another_holds_and_leaves_it_running()
    {
        var path = _folder.Child("data");
        Assert.Null(await LiveServer.FindAsync(path, CancellationToken.None));
        using var held = DataFolder.Open(path);
        await using var server = await EmbeddedPostgres.StartAsync(held, new EmbeddedPostgresOptions { PackageFolder = EmbeddedPackage.Folder }, null, CancellationToken.None);

        var found = await LiveServer.FindAsync(path, CancellationToken.None);

        await using (var connection = new NpgsqlConnection(found))
        {
            await connection.OpenAsync();
        }

        Assert.Equal(server.ConnectionString, found);
        await server.StopAsync(CancellationToken.None);
        Assert.Null(await LiveServer.FindAsync(path, CancellationToken.None));
    }
}
