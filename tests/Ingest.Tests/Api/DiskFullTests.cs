using System.Net;
using System.Security.Cryptography;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class DiskFullTests(PostgresFixture postgres)
{
    private const int Large = 1 << 20;

    [SmallDiskFact]
    public async Task An_upload_that_does_not_fit_leaves_nothing_and_is_taken_once_there_is_room()
    {
        using var disk = new SmallDisk(16 << 20);
        await using var host = await ApiHost.StartAsync(postgres, blobFolder: disk.Child("blobs"));
        var first = (await host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        disk.Fill(leave: 256 << 10);
        var before = host.Files();
        (string Key, string Path, Func<HttpContent> Body)[] sent =
        [
            ("raw", "/api/v1/documents", () => Sent.Raw(LargePdf(1))),
            ("form", "/api/v1/documents", () => Sent.Form(LargePdf(2), "large.pdf")),
            ("archive", "/api/v1/documents", () => Sent.Raw(Sent.Zip(("small.pdf", Sent.Pdf(7)), ("large.pdf", LargePdf(3))), "application/zip")),
        ];

        foreach (var (key, path, body) in sent)
        {
            Assert.Equal("disk_full", await host.Client.PostAsync(path, body(), key).ProblemAsync(HttpStatusCode.ServiceUnavailable));
        }

        Assert.Equal(before, host.Files());
        Assert.Single(await host.DocumentsAsync());
        disk.MakeRoom();
        foreach (var (key, path, body) in sent)
        {
            await host.Client.PostAsync(path, body(), key).AcceptedAsync();
        }

        Assert.Equal(5, (await host.DocumentsAsync()).Count);
        Assert.Equal(Sent.Pdf(1), await (await host.Client.GetAsync($"/api/v1/documents/{first}/original")).Content.ReadAsByteArrayAsync());
    }

    [SmallDiskFact]
    public async Task Of_many_that_come_at_once_each_is_kept_whole_or_refused()
    {
        using var disk = new SmallDisk(16 << 20);
        await using var host = await ApiHost.StartAsync(postgres, blobFolder: disk.Child("blobs"));
        disk.Fill(leave: 6 << 20);

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(async number =>
        {
            using var response = await host.Client.PostAsync("/api/v1/documents", Sent.Raw(LargePdf(number)), null);
            return (Number: number, response.StatusCode, Id: response.StatusCode == HttpStatusCode.Accepted ? (await response.JsonAsync()).Id() : Guid.Empty, Waits: response.Headers.RetryAfter?.Delta);
        }));

        var accepted = answers.Where(answer => answer.StatusCode == HttpStatusCode.Accepted).ToList();
        Assert.InRange(accepted.Count, 1, 6);
        Assert.All(answers.Except(accepted), answer => Assert.True(answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Waits.TotalSeconds: >= 1 }));
        Assert.Equal(accepted.Select(answer => answer.Id).Order(), (await host.DocumentsAsync()).Select(document => document.Id.Value).Order());
        Assert.Equal(accepted.Select(answer => Convert.ToHexStringLower(SHA256.HashData(LargePdf(answer.Number)))).Order(), host.Files().Select(file => Path.GetFileName(file)).Order());
        foreach (var (number, _, id, _) in accepted)
        {
            Assert.Equal(LargePdf(number), await (await host.Client.GetAsync($"/api/v1/documents/{id}/original")).Content.ReadAsByteArrayAsync());
        }
    }

    // Of bytes that an archive cannot make smaller.
    private static byte[] LargePdf(int number)
    {
        var content = new byte[Large];
#pragma warning disable CA5394 // The same each time.
        new Random(number).NextBytes(content);
#pragma warning restore CA5394
        Sent.Pdf(number).CopyTo(content, 0);
        return content;
    }
}
