using System.Security.Cryptography;
using System.Text.Json;

namespace Pipeline.Workers.Models;

/// <summary>What is known of a model: its file and hash, the style it speaks, the fields it learnt, and its thresholds (models/README.md).</summary>
public sealed record ModelCard
{
    public required string Name { get; init; }

    public required int Version { get; init; }

    /// <summary>GGUF file beside the card.</summary>
    public required string File { get; init; }

    /// <summary>Of the file, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary><c>inline</c> (extraction.md §4a).</summary>
    public required string Style { get; init; }

    /// <summary>Fields it was trained on; it is not asked for others.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Languages it was trained on, ISO 639-1. Documents in others go to review as a whole; an empty list refuses none.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Tokens of a passage.</summary>
    public int PassageTokens { get; init; } = 400;

    /// <summary>τ.</summary>
    public double BranchThreshold { get; init; } = 0.1;

    /// <summary>ε.</summary>
    public double ExploreThreshold { get; init; } = 0.05;

    public double PossibleMissThreshold { get; init; } = 0.02;

    /// <summary>Raw confidence from which on a field's group is a value; a field that is not named has 0.</summary>
    public IReadOnlyDictionary<string, double> Emit { get; init; } = new Dictionary<string, double>();

    /// <summary>As results show it: <c>contracts-135m@1</c>.</summary>
    public string Identity => FormattableString.Invariant($"{Name}@{Version}");

    /// <summary>Reads a card and checks that its model file is the one it speaks of.</summary>
    /// <param name="path">The card, <c>NAME.card.json</c>.</param>
    /// <returns>The card and the path of the model file.</returns>
    /// <exception cref="ModelCardException">The card or the file is missing or damaged.</exception>
    public static async Task<(ModelCard Card, string ModelFile)> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var card = await ReadAsync(path, cancellationToken);
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, card.File);
        if (card.Style != "inline")
        {
            throw new ModelCardException($"The model {card.Identity} speaks the style \"{card.Style}\"; this version reads with models of the style \"inline\".");
        }

        if (!System.IO.File.Exists(file))
        {
            throw new ModelCardException($"The model file {file} is missing. Check the repository out again (models/ is part of it).");
        }

        await using var stream = System.IO.File.OpenRead(file);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return hash == card.Sha256
            ? (card, file)
            : throw new ModelCardException($"The model file {file} is not the one its card describes: its sha256 is {hash}, the card says {card.Sha256}. Restore the file from its source.");
    }

    private static async Task<ModelCard> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = System.IO.File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync(stream, ModelCardJson.Default.ModelCard, cancellationToken)
                ?? throw new ModelCardException($"The model card {path} holds nothing.");
        }
        catch (JsonException e)
        {
            throw new ModelCardException($"The model card {path} is not valid: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelCardException($"The model card {path} cannot be read: {e.Message}", e);
        }
    }
}
