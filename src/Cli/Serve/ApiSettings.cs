using Pipeline.Cli.Setup;
using Pipeline.Ingest.Api;
using Pipeline.Workers.Reading;

namespace Pipeline.Cli.Serve;

/// <summary>Settings under <c>Pipeline:Api</c>, with what the host knows: the installed schemas, and the limits of the reader.</summary>
internal static class ApiSettings
{
    /// <exception cref="OperatorException">Settings that cannot be used; all of them are named.</exception>
    public static UploadApiOptions Of(ServiceSettings settings)
    {
        var options = settings.Configuration.Bind<UploadApiOptions>("Pipeline:Api") with
        {
            MaxBytes = settings.Reading.MaxBytes,
            Schemas = InstalledSchemas.Names(settings.Root, settings.Service.Schema),
            ReaderVersion = ContractReader.LayoutVersionOf(settings.Reading),
        };
        var problems = options.Problems();
        return problems.Count == 0 ? options : throw new OperatorException(string.Join('\n', problems));
    }
}
