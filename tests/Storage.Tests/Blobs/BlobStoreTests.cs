using System.Security.Cryptography;
using System.Text;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;

namespace Pipeline.Storage.Tests.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Keeps_content_under_its_hash_in_two_levels_of_folders()
    {
        var store = Store();

        var blob = await PutAsync(store, "abc"u8.ToArray());

        // The hash of "abc" is the first example of FIPS 180-2.
        Assert.Equal(new Blob(Abc, 3), blob);
        Assert.EndsWith($"/ba/78/{Abc}", store.PathOf(Abc), StringComparison.Ordinal);
        using var reader = new StreamReader(store.Open(Abc), Encoding.UTF8);
        Assert.Equal("abc", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Changes_nothing_when_the_same_content_comes_again_from_many_at_once()
    {
        var store = Store();
        var content = RandomNumberGenerator.GetBytes(700_001);

        var blobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PutAsync(store, content))));

        Assert.Single(blobs.Distinct());
        Assert.Equal(content, await File.ReadAllBytesAsync(store.PathOf(blobs[0].Sha256)));
        Assert.Equal(0, store.RemoveLeftovers());
        Assert.Single(Directory.GetFiles(_temporary.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Refuses_content_over_the_limit_and_keeps_nothing_of_it()
    {
        var store = Store();

        var refusal = await Assert.ThrowsAsync<BlobTooLargeException>(() => store.PutAsync(new MemoryStream(new byte[1001]), 1000, CancellationToken.None));

        Assert.Equal(1000, refusal.LimitBytes);
        Assert.Empty(Directory.GetFiles(_temporary.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(1000, (await store.PutAsync(new MemoryStream(new byte[1000]), 1000, CancellationToken.None)).SizeBytes);
    }

    [Fact]
    public async Task Keeps_nothing_of_a_copy_that_breaks_off()
    {
        var store = Store();

        await Assert.ThrowsAsync<IOException>(() => store.PutAsync(new BreakingStream(), long.MaxValue, CancellationToken.None));

        Assert.Empty(Directory.GetFiles(_temporary.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Sweeps_what_a_killed_copy_left()
    {
        var store = Store();
        File.WriteAllText(Path.Combine(_temporary.Path, TenantId.Default.ToString(), "incoming", "half"), "half");

        Assert.Equal(1, store.RemoveLeftovers());
        Assert.Empty(Directory.GetFiles(_temporary.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Shows_no_blob_of_one_tenant_to_another()
    {
        await PutAsync(Store(), "abc"u8.ToArray());
        var other = new BlobStore(_temporary.Path, new TenantId(Guid.CreateVersion7()));

        Assert.False(other.Exists(Abc));
        Assert.Throws<FileNotFoundException>(() => other.Open(Abc));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public void Takes_no_name_that_is_not_a_hash(string name) => Assert.Throws<ArgumentException>(() => Store().Open(name));

    private BlobStore Store() => new(_temporary.Path, TenantId.Default);

    private static Task<Blob> PutAsync(BlobStore store, byte[] content) =>
        store.PutAsync(new MemoryStream(content), long.MaxValue, CancellationToken.None);

    private sealed class BreakingStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ++_reads < 3 ? ValueTask.FromResult(buffer.Length) : throw new IOException("broken off");
    }
}
