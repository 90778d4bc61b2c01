using System.Globalization;
using System.Net;
using Pipeline.Ingest.Api;
using Pipeline.Storage.Tests;
using Xunit.Abstractions;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class BurstTests(PostgresFixture postgres, ITestOutputHelper output)
{
    [PostgresFact]
    public async Task Five_hundred_uploads_at_once_are_taken_or_told_to_come_back()
    {
        // The limits as they are by default.
        await using var host = await ApiHost.StartAsync(postgres, new UploadApiOptions { MinFreeBytes = 0 });
        await host.Client.PostPdfAsync(100_000).AcceptedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async n =>
        {
            var started = TimeProvider.System.GetTimestamp();
            using var response = await host.Client.PostPdfAsync(n);
            var waits = response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1);
            return (response.StatusCode, waits, Took: TimeProvider.System.GetElapsedTime(started));
        }));

        var took = answers.Select(answer => answer.Took.TotalMilliseconds).Order().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(", ", answers.GroupBy(answer => (int)answer.StatusCode).OrderBy(group => group.Key).Select(group => $"{group.Key}: {group.Count()}"))}; p50 {took[249]:0} ms, p99 {took[494]:0} ms, max {took[^1]:0} ms"));
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable]));
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted), answer => Assert.True(answer.waits));
        var accepted = answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted);
        Assert.True(accepted >= 50);
        Assert.Equal(accepted + 1, (await host.DocumentsAsync()).Count);
        Assert.Equal(accepted + 1, host.Files().Count);
    }

    [PostgresFact]
    public async Task A_large_upload_needs_no_memory()
    {
        await using var host = await ApiHost.StartAsync(postgres);
        const long size = 150L << 20;
        await UploadAsync(host, 1 << 20);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
                await Task.Delay(20);
            }
        });

        await UploadAsync(host, size);
        await stop.CancelAsync();
        await watching;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"150 MiB: {before >> 20} MiB of objects before, at most {most >> 20} MiB while it arrived"));
        Assert.Contains(await host.DocumentsAsync(), document => document.SizeBytes == size);
        Assert.True(most - before < 64L << 20, $"{(most - before) >> 20} MiB more.");
    }

    private static async Task UploadAsync(ApiHost host, long size)
    {
        using var form = new MultipartFormDataContent { { new StreamContent(new EndlessStream(size)), "file", "large.pdf" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/documents") { Content = form };
        request.Headers.TransferEncodingChunked = true;
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }
}
