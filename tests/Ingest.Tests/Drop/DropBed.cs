using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Drop;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Tests.Drop;

/// <summary>A watched folder, a database and a blob store, and what happens there.</summary>
internal sealed class DropBed : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private readonly string _root;

    private DropBed(PipelineDatabase database, string root)
    {
        _root = root;
        Database = database;
        Folder = Path.Combine(root, "in");
        Directory.CreateDirectory(Folder);
        Options = new DropFolderOptions { Path = Folder, Settle = TimeSpan.FromMilliseconds(200) };
        Parts = new DropParts(database, new TenantBlobs(Path.Combine(root, "blobs")), TimeProvider.System, new DropMetrics(Services.GetRequiredService<IMeterFactory>()), Log, new DropOptions { MaxBytes = 1 << 20, Rescan = TimeSpan.FromSeconds(1) });
        Directory.CreateDirectory(Path.Combine(root, "blobs"));
    }

    public string Folder { get; }

    public string BlobFolder => Path.Combine(_root, "blobs");

    public PipelineDatabase Database { get; }

    public ListedLog Log { get; } = new();

    public DropFolderOptions Options { get; set; }

    public DropParts Parts { get; set; }

    public static async Task<DropBed> MakeAsync(PipelineDatabase database) =>
        new(await Task.FromResult(database), Directory.CreateTempSubdirectory("pipeline-drop-").FullName);

    public static byte[] Pdf(string text) => Encoding.UTF8.GetBytes("%PDF-1.7\n" + text);

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public DropRun Watch() => new(new FolderWatch(Parts, Options, 0));

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    public void Put(string relative, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), content);
    }

    public bool Has(string relative) => File.Exists(PathOf(relative));

    public async Task<List<Document>> DocumentsAsync()
    {
        await using var context = Database.CreateContext();
        return await context.Documents.AsNoTracking().OrderBy(document => document.Id).ToListAsync();
    }

    public Task UntilThereAsync(string relative) => UntilAsync(() => Has(relative));

    /// <summary>Everything is out of processing/.</summary>
    public Task UntilStillAsync() => UntilAsync(() => !Directory.EnumerateFiles(PathOf("processing"), "*", SearchOption.AllDirectories).Any(file => Path.GetFileName(file) != "lock"));

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "It did not come to pass in time.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
