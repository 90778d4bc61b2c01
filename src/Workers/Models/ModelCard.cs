using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Inference;

namespace Pipeline.Workers.Models;

/// <summary>What is known of a model: its file and hash, the style it speaks, the fields it learnt, and its thresholds (models/README.md).</summary>
public sealed record ModelCard
{
    public const string Inline = "inline";

    public const string Described = "described";

    public required string Name { get; init; }

    /// <summary>From 1 on; 0 for a file without a card, which is named by its hash.</summary>
    public required int Version { get; init; }

    /// <summary>GGUF file beside the card.</summary>
    public required string File { get; init; }

    /// <summary>Of the file, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary><c>inline</c> or <c>described</c> (extraction.md §4).</summary>
    public required string Style { get; init; }

    /// <summary>Fields it was trained on; it is not asked for others. Empty for a model that is told what each field means, and can be asked for any.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Languages it was trained on, ISO 639-1. Documents in others go to review as a whole; an empty list refuses none.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>As its file or its makers say it; empty where neither does.</summary>
    public string License { get; init; } = "";

    /// <summary>Size of the file; 0 on cards that do not say.</summary>
    public long Bytes { get; init; }

    /// <summary>llama.cpp's short description of architecture, size and quantisation.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Day on which it was added.</summary>
    public DateOnly? Added { get; init; }

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
    [JsonIgnore]
    public string Identity => Version == 0 ? $"{Name}@{Sha256[..12]}" : FormattableString.Invariant($"{Name}@{Version}");

    [JsonIgnore]
    public EngineStyle ReadingStyle => Style == Described ? EngineStyle.Described : EngineStyle.Inline;

    /// <summary>What the name of a card ends with.</summary>
    public const string CardSuffix = ".card.json";

    /// <summary>Path of a file that lies beside a card under the same name: <c>NAME.gate.json</c> for the suffix <c>.gate.json</c>.</summary>
    public static string FileBeside(string cardPath, string suffix)
    {
        ArgumentNullException.ThrowIfNull(cardPath);
        return (cardPath.EndsWith(CardSuffix, StringComparison.Ordinal) ? cardPath[..^CardSuffix.Length] : cardPath) + suffix;
    }

    /// <summary>Reads a card and checks that its model file is the one it speaks of.</summary>
    /// <param name="path">The card, <c>NAME.card.json</c>.</param>
    /// <returns>The card and the path of the model file.</returns>
    /// <exception cref="ModelCardException">The card or the file is missing or damaged.</exception>
    public static async Task<(ModelCard Card, string ModelFile)> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var card = await ReadAsync(path, cancellationToken);
        var file = FileOf(path, card);
        if (!System.IO.File.Exists(file))
        {
            throw new ModelCardException($"The model file {file} is missing. Check the repository out again (models/ is part of it), or add the model again.");
        }

        var hash = await HashAsync(file, cancellationToken);
        return hash == card.Sha256
            ? (card, file)
            : throw new ModelCardException($"The model file {file} is not the one its card describes: its sha256 is {hash}, the card says {card.Sha256}. Restore the file from its source.");
    }

    /// <summary>The model file that a card speaks of.</summary>
    /// <param name="path">The card.</param>
    /// <param name="card">What it says.</param>
    public static string FileOf(string path, ModelCard card) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, card.File);

    /// <summary>A GGUF file that has no card: asked by description, for any field, in any language, and with nothing proven about it.</summary>
    /// <exception cref="ModelCardException">The file cannot be read or is no GGUF file.</exception>
    public static async Task<ModelCard> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await GgufMagic.DemandAsync(path, cancellationToken);
            return new ModelCard
            {
                Name = Path.GetFileNameWithoutExtension(path),
                Version = 0,
                File = Path.GetFileName(path),
                Sha256 = await HashAsync(path, cancellationToken),
                Style = Described,
                Bytes = SizeOf(path),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelCardException($"The model file {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// A model behind an endpoint. What results are named by is a hash of the address, the model's name and how it is asked, so that nobody takes those of one for those of another; what the
    /// endpoint serves under that name cannot be seen from here.
    /// </summary>
    /// <param name="address">Without a query.</param>
    /// <param name="settings">All that changes what is asked.</param>
    public static ModelCard OfEndpoint(string model, string address, string settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = string.Concat(model.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));
        return new ModelCard
        {
            Name = "endpoint-" + name,
            Version = 0,
            File = "",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address}\n{model}\n{settings}"))),
            Style = Described,
        };
    }

    /// <summary>A card without a look at its model file.</summary>
    /// <exception cref="ModelCardException">The card is missing or damaged.</exception>
    public static async Task<ModelCard> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var card = await ParseAsync(path, cancellationToken);
        if (card.Style is not (Inline or Described))
        {
            throw new ModelCardException($"The model {card.Identity} speaks the style \"{card.Style}\"; this version knows \"{Inline}\" and \"{Described}\".");
        }

        return card.Style == Described || card.Fields.Count > 0
            ? card
            : throw new ModelCardException($"The model card {path} names no fields. A model of the style \"{Inline}\" knows only the fields that it was trained on.");
    }

    /// <summary>Writes the card; it is there whole or not at all.</summary>
    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        var partial = path + ".partial";
        await System.IO.File.WriteAllBytesAsync(partial, JsonSerializer.SerializeToUtf8Bytes(this, ModelCardJson.Default.ModelCard), cancellationToken);
        System.IO.File.Move(partial, path, overwrite: false);
    }

    /// <summary>Bytes of a file, also behind a link, whose own length a directory would give.</summary>
    public static long SizeOf(string path)
    {
        using var stream = System.IO.File.OpenRead(path);
        return stream.Length;
    }

    /// <summary>Sha256 of a file, lower-case hex.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = System.IO.File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static async Task<ModelCard> ParseAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = System.IO.File.OpenRead(path);
            return await ModelCardText.ReadAsync(stream, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new ModelCardException($"The model card {path} is not valid: {e.Message} Mend it, restore it from its source, or add the model again with pipeline models add.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelCardException($"The model card {path} cannot be read: {e.Message}", e);
        }
    }
}
