using Pipeline.Workers.Models;

namespace Pipeline.Workers.Tests.Models;

public sealed class ModelCardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "inline", "fields": [] }""", "is missing")]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.card.json", "sha256": "00", "style": "inline", "fields": [] }""", "is not the one its card describes")]
    [InlineData("""{ "name": "m", "version": 1, "file": "m.gguf", "sha256": "00", "style": "described", "fields": [] }""", "speaks the style")]
    [InlineData("""{ "name": "m", "version": 1 }""", "is not valid")]
    [InlineData("not json", "is not valid")]
    public async Task A_card_that_cannot_be_used_says_why(string card, string message)
    {
        var path = Path.Combine(_folder, "m.card.json");
        await File.WriteAllTextAsync(path, card);

        var error = await Assert.ThrowsAsync<ModelCardException>(() => ModelCard.LoadAsync(path, CancellationToken.None));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<ModelCardException>(() => ModelCard.LoadAsync(Path.Combine(_folder, "none.card.json"), CancellationToken.None));

        Assert.Contains("none.card.json", error.Message, StringComparison.Ordinal);
    }
}
