using Microsoft.Extensions.Configuration;
using Pipeline.Workers.Reading;

namespace Pipeline.Cli.Setup;

/// <summary><c>appsettings.json</c> of the installation, over it the environment (<c>Pipeline__Reading__MaxPages</c>, <c>ConnectionStrings__Postgres</c>); flags come last.</summary>
internal sealed class PipelineConfiguration
{
    private readonly IConfigurationRoot _values;

    private PipelineConfiguration(IConfigurationRoot values) => _values = values;

    /// <summary>Null: an embedded server under the data folder.</summary>
    public string? Postgres => _values.GetConnectionString("Postgres") is { Length: > 0 } given ? given : null;

    /// <summary><c>Pipeline:Reading:All</c>: leave no sentence out.</summary>
    /// <exception cref="OperatorException">It is neither true nor false.</exception>
    public bool ReadsAll => _values["Pipeline:Reading:All"] is not { Length: > 0 } given ? false
        : bool.TryParse(given, out var all) ? all
        : throw new OperatorException("Pipeline:Reading:All has to be true or false.");

    /// <summary><c>Pipeline:Blobs:Folder</c>; null: <c>blobs</c> in the data folder.</summary>
    public string? BlobFolder => _values["Pipeline:Blobs:Folder"] is { Length: > 0 } given ? given : null;

    /// <summary><c>Pipeline:Sweep:Silence</c>; null where nothing is said.</summary>
    /// <exception cref="OperatorException">It is no time span.</exception>
    public TimeSpan? SweepSilence => _values["Pipeline:Sweep:Silence"] is not { Length: > 0 } given ? null
        : TimeSpan.TryParse(given, System.Globalization.CultureInfo.InvariantCulture, out var silence) ? silence
        : throw new OperatorException("Pipeline:Sweep:Silence has to be a time span, such as 00:01:00.");

    /// <summary>Where the service listens; null where nothing is said.</summary>
    public string? WebAddress => _values["Pipeline:Web:Address"] is { Length: > 0 } given ? given : null;

    /// <summary>Null: no broker is named.</summary>
    public string? RabbitMq => _values.GetConnectionString("RabbitMq") is { Length: > 0 } given ? given : null;

    /// <summary>For what binds its own section.</summary>
    public IConfiguration Values => _values;

    public static PipelineConfiguration Load(string root) => Load(root, []);

    /// <param name="flags">Settings by their keys, over all others.</param>
    public static PipelineConfiguration Load(string root, IEnumerable<KeyValuePair<string, string?>> flags)
    {
        try
        {
            return new PipelineConfiguration(new ConfigurationBuilder()
                .SetBasePath(root)
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables()
                .AddInMemoryCollection(flags)
                .Build());
        }
        catch (InvalidDataException e)
        {
            throw new OperatorException($"appsettings.json cannot be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <exception cref="OperatorException">Settings that cannot be used; all of them are named.</exception>
    public ReadingOptions Reading()
    {
        var options = Bind<ReadingOptions>("Pipeline:Reading");
        var problems = options.Problems();
        return problems.Count == 0 ? options : throw new OperatorException(string.Join('\n', problems));
    }

    /// <param name="over">What flags put in the place of settings.</param>
    /// <exception cref="OperatorException">Settings that cannot be used; all of them are named.</exception>
    public EngineOptions Engine(Func<EngineOptions, EngineOptions> over)
    {
        var options = over(Bind<EngineOptions>("Pipeline:Engine"));
        var problems = options.Problems().ToArray();
        return problems.Length == 0 ? options : throw new OperatorException(string.Join('\n', problems));
    }

    /// <param name="over">What flags put in the place of settings.</param>
    /// <returns>Null where no endpoint is named.</returns>
    /// <exception cref="OperatorException">Settings that cannot be used; all of them are named.</exception>
    public EndpointSettings? Endpoint(Func<EndpointSettings, EndpointSettings> over)
    {
        var settings = over(Bind<EndpointSettings>("Pipeline:Endpoint"));
        var problems = settings.Problems().ToArray();
        return problems.Length > 0 ? throw new OperatorException(string.Join('\n', problems)) : string.IsNullOrWhiteSpace(settings.Url) ? null : settings;
    }

    /// <exception cref="OperatorException">A setting is of the wrong form.</exception>
    public T Bind<T>(string section)
        where T : class, new()
    {
        try
        {
            return _values.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new OperatorException($"A setting under {section} has the wrong form: {e.Message}", e);
        }
    }
}
