using Pipeline.Workers.Models;

namespace Pipeline.Workers.Tests.Models;

public sealed class ModelCardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "inline", "fields": ["x"] }""", "is missing")]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.card.json", "sha256": "00", "style": "described" }""", "is not the one its card describes")]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "sung", "fields": [] }""", "speaks the style")]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "inline", "fields": [] }""", "names no fields")]
    [InlineData("""{ "name": "m", "version": 1 }""", "is not valid")]
    [InlineData("not json", "is not valid")]
    [InlineData("[]", "is no JSON object")]
    [InlineData("""{ "name": null, "version": 1, "file": "m.gguf", "sha256": "00", "style": "described" }""", "is not valid")]
    [InlineData("""{ "name": "m", "name": "n", "version": 1, "file": "m.gguf", "sha256": "00", "style": "described" }""", "is not valid")]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "inline" }""", "names no fields")]
    public async Task A_card_that_cannot_be_used_says_why(string card, string message)
    {
        var path = Path.Combine(_folder, "m.card.json");
        await File.WriteAllTextAsync(path, card);

        var error = await Assert.ThrowsAsync<ModelCardException>(() => ModelCard.LoadAsync(path, CancellationToken.None));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "described" }""")]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "described", "fields": null, "languages": null, "emit": null, "license": null }""")]
    public async Task What_a_card_leaves_out_has_its_default(string text)
    {
        var path = Path.Combine(_folder, "m.card.json");
        await File.WriteAllTextAsync(path, text);

        var card = await ModelCard.ReadAsync(path, CancellationToken.None);

        Assert.Empty(card.Fields);
        Assert.Empty(card.Languages);
        Assert.Empty(card.Emit);
        Assert.Equal(("", "", 400, 0.1, 0.05, 0.02), (card.License, card.Architecture, card.PassageTokens, card.BranchThreshold, card.ExploreThreshold, card.PossibleMissThreshold));
    }

    [Fact]
    public async Task A_threshold_of_zero_is_kept()
    {
        var path = Path.Combine(_folder, "m.card.json");
        await File.WriteAllTextAsync(path, """{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "described", "branch_threshold": 0, "possible_miss_threshold": 0 }""");

        var card = await ModelCard.ReadAsync(path, CancellationToken.None);

        Assert.Equal((0, 0.05, 0), (card.BranchThreshold, card.ExploreThreshold, card.PossibleMissThreshold));
    }

    [Fact]
    public async Task A_card_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<ModelCardException>(() => ModelCard.LoadAsync(Path.Combine(_folder, "none.card.json"), CancellationToken.None));

        Assert.Contains("none.card.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_file_without_a_card_is_asked_by_description_and_named_by_its_hash()
    {
        var path = Path.Combine(_folder, "some-7b.gguf");
        await File.WriteAllTextAsync(path, "GGUF and so on");

        var card = await ModelCard.OfFileAsync(path, CancellationToken.None);

        Assert.Equal((Pipeline.Inference.EngineStyle.Described, $"some-7b@{card.Sha256[..12]}"), (card.ReadingStyle, card.Identity));
        Assert.Empty(card.Fields);
        Assert.Empty(card.Languages);
    }

    [Fact]
    public async Task A_card_is_read_as_it_was_written_and_never_written_over()
    {
        var path = Path.Combine(_folder, "m.card.json");
        var card = new ModelCard { Name = "m", Version = 1, File = "m.gguf", Sha256 = "00", Style = ModelCard.Described, Bytes = 7, License = "mit", Added = new DateOnly(2026, 3, 1) };

        await card.WriteAsync(path, CancellationToken.None);
        var read = await ModelCard.ReadAsync(path, CancellationToken.None);

        Assert.Equal((card.Identity, card.Style, card.Bytes, card.License, card.Added), (read.Identity, read.Style, read.Bytes, read.License, read.Added));
        await Assert.ThrowsAsync<IOException>(() => (card with { Version = 2 }).WriteAsync(path, CancellationToken.None));
    }
}
