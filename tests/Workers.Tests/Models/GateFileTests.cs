using Pipeline.Domain.Gating;
using Pipeline.Domain.Schemas;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Models;

namespace Pipeline.Workers.Tests.Models;

public sealed class GateFileTests : IDisposable
{
    private static readonly ExtractionSchema Law = ExtractionSchema.Parse("""{ "name": "law", "version": 1, "fields": [{ "name": "governing_law", "kind": "jurisdiction", "value": "required" }] }""");

    private readonly string _folder = Directory.CreateTempSubdirectory("gates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_schema_without_a_gate_is_read_whole()
    {
        Assert.Null(await ReadAsync(null));
        Assert.Null(await ReadAsync(Text("parties")));
        Assert.NotNull(await ReadAsync(Text("governing_law")));
    }

    [Theory]
    [InlineData("\"sha256\": \"", "\"sha256\": \"0")]
    [InlineData("\"weights\": \"", "\"weights\": \"?")]
    [InlineData("\"ngrams@1\"", "\"ngrams@0\"")]
    [InlineData("{", "")]
    public async Task A_damaged_gate_is_refused_with_what_to_do(string part, string damaged)
    {
        var text = Text("governing_law");
        Assert.Contains(part, text, StringComparison.Ordinal);

        var error = await Assert.ThrowsAsync<ModelCardException>(() => ReadAsync(text.Replace(part, damaged, StringComparison.Ordinal)));

        Assert.Contains("m.gate.json cannot be used", error.Message, StringComparison.Ordinal);
        Assert.Contains("--read-all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_gate_changes_the_pipeline_version_and_each_gate_to_another()
    {
        var card = new ModelCard { Name = "m", Version = 1, File = "m.gguf", Sha256 = "00", Style = ModelCard.Inline };
        var gate = TestGate.For("It is governed by the laws of Ohio.", "Nothing is said.", "governing_law");
        string?[] gates = [null, gate.Identity, (gate with { Threshold = 1 }).Identity, (gate with { Neighbours = 1 }).Identity];

        string[] versions = [.. gates.Select(one => PipelineVersion.Of(card, Law, "reader", "calibration", one))];

        Assert.Equal(versions.Length, versions.Distinct().Count());
        Assert.Equal(PipelineVersion.Of(card, Law, "reader", "calibration"), versions[0]);
    }

    private static string Text(string field) =>
        new GateSet { Features = SentenceFeatures.Version, Gates = [TestGate.For("It is governed by the laws of Ohio.", "Nothing is said.", field)] }.ToJson();

    private async Task<SentenceGate?> ReadAsync(string? text)
    {
        var path = GateFile.BesideCard(Path.Combine(_folder, "m.card.json"));
        if (text is not null)
        {
            await File.WriteAllTextAsync(path, text);
        }

        return await GateFile.ReadAsync(path, Law, CancellationToken.None);
    }
}
