using Pipeline.Cli.Setup;
using Pipeline.Storage.Database;
using Pipeline.Storage.DataFolders;

namespace Pipeline.Cli.Serve;

/// <summary>The service that a command speaks to: a running <c>pipeline up</c>, or the database that is named.</summary>
internal sealed record ServiceTarget(ServiceRecord? Up, string? Database)
{
    public static ServiceTarget Find(string dataFolder)
    {
        var up = ServiceRecord.Read(dataFolder, DataFolder.OwnerOf(dataFolder));
        return new ServiceTarget(up, up?.Database ?? PipelineConfiguration.Load(InstallRoot.Find()).Postgres);
    }

    /// <exception cref="OperatorException">Nothing runs, and no database is named.</exception>
    public PipelineDatabase Open(string dataFolder) => StorageHost.OpenDatabase(Database
        ?? throw new OperatorException($"Nothing runs on the data folder {dataFolder}, and ConnectionStrings__Postgres names no database. Start the service with `pipeline up`, or name its folder with --data."));
}
