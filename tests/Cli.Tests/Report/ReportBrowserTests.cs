using System.Text.Json;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;

namespace Pipeline.Cli.Tests.Report;

/// <summary>The report in a real browser.</summary>
[Collection(RunGroup.Name)]
public sealed class ReportBrowserTests(RunFixture run)
{
    private const string Rows = "[...document.querySelectorAll('#list tbody tr')]";

    [NeedsProgramFact("chromium")]
    public async Task The_page_renders_sorts_filters_and_stays_itself()
    {
        await using var page = await Chromium.OpenAsync(Path.Combine(run.Out, "report.html"));

        Assert.Equal(run.Results.Count, (await page.EvaluateAsync($"{Rows}.length")).GetInt32());
        Assert.StartsWith("Contracts read", (await page.EvaluateAsync("document.title")).GetString(), StringComparison.Ordinal);
        Assert.Equal(1, (await page.EvaluateAsync("document.scripts.length")).GetInt32());
        Assert.True((await page.EvaluateAsync("Promise.all([...document.images].map(i => i.decode())).then(() => document.images.length > 5 && [...document.images].every(i => i.naturalWidth > 500))")).GetBoolean());

        await ClickHeadAsync(page, 2);
        var found = await FoundAsync(page);
        Assert.Equal(found.Order(), found);
        await ClickHeadAsync(page, 2);
        found = await FoundAsync(page);
        Assert.Equal(found.OrderDescending(), found);
        Assert.NotEqual(found[0], found[^1]);

        await page.EvaluateAsync("(s => { s.value = 'failed'; s.dispatchEvent(new Event('change')); })(document.getElementById('s'))");
        Assert.Equal(run.Results.Count(r => r.Failure is not null), (await page.EvaluateAsync($"{Rows}.filter(r => !r.hidden).length")).GetInt32());
        await page.EvaluateAsync("document.getElementById('s').value = '', (q => { q.value = 'PELLWORTH'; q.dispatchEvent(new Event('input')); })(document.getElementById('q'))");
        Assert.InRange((await page.EvaluateAsync($"{Rows}.filter(r => !r.hidden).length")).GetInt32(), 1, run.Results.Count - 1);
        Assert.Empty(await page.ComplaintsAsync());
    }

    [NeedsProgramFact("chromium")]
    public async Task A_link_leads_to_the_document_and_to_the_place_on_its_page()
    {
        await using var page = await Chromium.OpenAsync(Path.Combine(run.Out, "report.html"));
        var id = $"d{run.Results.ToList().FindIndex(r => r.Document == "nda.pdf") + 1}";

        Assert.Equal("none", (await page.EvaluateAsync($"getComputedStyle(document.getElementById('{id}')).display")).GetString());
        await page.EvaluateAsync($"document.querySelector('#list a[href=\"#{id}\"]').click()");
        Assert.Equal("block", (await page.EvaluateAsync($"getComputedStyle(document.getElementById('{id}')).display")).GetString());
        Assert.Equal("none", (await page.EvaluateAsync("getComputedStyle(document.getElementById('list')).display")).GetString());

        await page.EvaluateAsync($"document.querySelector('#{id} .fields a[href^=\"#{id}e\"]').click()");
        var seen = await page.EvaluateAsync("new Promise(done => setTimeout(() => { const r = document.querySelector(':target rect').getBoundingClientRect(); done(r.width > 5 && r.top >= 0 && r.bottom <= innerHeight); }, 500))");
        Assert.True(seen.GetBoolean());

        await page.EvaluateAsync("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))");
        Assert.Equal("none", (await page.EvaluateAsync($"new Promise(done => setTimeout(() => done(getComputedStyle(document.getElementById('{id}')).display), 300))")).GetString());
    }

    private static Task<JsonElement> ClickHeadAsync(Chromium page, int column) => page.EvaluateAsync($"document.querySelectorAll('#list th button')[{column}].click()");

    private static async Task<int[]> FoundAsync(Chromium page) =>
        [.. (await page.EvaluateAsync($"{Rows}.map(r => Number(r.cells[2].dataset.k))")).EnumerateArray().Select(n => n.GetInt32())];
}
