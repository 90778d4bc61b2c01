using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Api;
using Pipeline.Ingest.Api.Pages;
using Pipeline.Storage.Access;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

/// <summary>The API as it is served: Kestrel on a port of its own, a database of its own, blobs in a folder of their own.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder = new();
    private readonly bool _ownsDatabase;

    private ApiHost(PipelineDatabase database, bool ownsDatabase, UploadApiOptions options, IPageImages? pages, string? blobFolder = null)
    {
        BlobFolder = blobFolder ?? _folder.Child("blobs");
        Database = database;
        _ownsDatabase = ownsDatabase;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(Blobs = new TenantBlobs(BlobFolder));
        builder.Services.AddSingleton(TimeProvider.System);
        if (pages is not null)
        {
            builder.Services.AddSingleton(pages);
        }

        builder.Services.AddUploadApi(options);
        _app = builder.Build();
        _app.MapUploadApi();
    }

    public PipelineDatabase Database { get; }

    public TenantBlobs Blobs { get; }

    public LogLines Logs { get; } = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>With a key that may do everything.</summary>
    public HttpClient Client { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public IServiceProvider Services => _app.Services;

    public string BlobFolder { get; }

    /// <summary>Limits that no test but those about limits comes near.</summary>
    public static UploadApiOptions Roomy { get; } = new()
    {
        Schemas = ["contracts", "nda"],
        ReaderVersion = "reader-1",
        MinFreeBytes = 0,
        KeyPerSecond = 100_000,
        KeyBurst = 100_000,
        AddressPerSecond = 100_000,
        AddressBurst = 100_000,
    };

    public static async Task<ApiHost> StartAsync(PostgresFixture postgres, UploadApiOptions? options = null, IPageImages? pages = null, string? blobFolder = null)
    {
        var host = new ApiHost(await postgres.CreateDatabaseAsync(TimeProvider.System), true, options ?? Roomy, pages, blobFolder);
        await host.BeginAsync();
        (host.Key, host.Client) = await host.ClientAsync(ApiScopes.Admin);
        return host;
    }

    /// <summary>Another process on the same database, or one whose database is away.</summary>
    public static async Task<ApiHost> StartOnAsync(PipelineDatabase database, UploadApiOptions? options = null)
    {
        var host = new ApiHost(database, false, options ?? Roomy, null);
        await host.BeginAsync();
        host.Client = host.ClientWith("pk_nothing");
        return host;
    }

    public async Task<(string Key, HttpClient Client)> ClientAsync(params string[] scopes)
    {
        var issued = await KeyAsync(new NewApiKey { Name = "test", Scopes = scopes });
        return (issued.Secret.Text, ClientWith(issued.Secret.Text));
    }

    public Task<IssuedApiKey> KeyAsync(NewApiKey asked) => new ApiKeys(Database).CreateAsync(asked, CancellationToken.None);

    public HttpClient ClientWith(string? key)
    {
        var client = new HttpClient(new DescribedHandler(this)) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    /// <summary>Files of the blob store, those that are staged too.</summary>
    public IReadOnlyList<string> Files() => Directory.Exists(BlobFolder) ? Directory.GetFiles(BlobFolder, "*", SearchOption.AllDirectories) : [];

    public async Task<IReadOnlyList<Document>> DocumentsAsync()
    {
        await using var context = Database.CreateContext();
        return await context.Documents.AsNoTracking().OrderBy(document => document.Id).ToListAsync();
    }

    public async Task<int> CountAsync(FormattableString sql)
    {
        await using var context = Database.CreateContext();
        return await context.Database.SqlQuery<int>(sql).SingleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task BeginAsync()
    {
        Directory.CreateDirectory(BlobFolder);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }
}
