using System.Text.Json;
using Pipeline.Domain.Gating;
using Pipeline.Domain.Schemas;

namespace Pipeline.Workers.Models;

/// <summary><c>NAME.gate.json</c> beside <c>NAME.card.json</c>: which sentences the model need not read (docs/reading-less.md).</summary>
public static class GateFile
{
    public static string BesideCard(string cardPath) => ModelCard.FileBeside(cardPath, ".gate.json");

    /// <summary>The gate for a schema; null where there is no file, or no gate for these fields in it: then everything is read.</summary>
    /// <exception cref="ModelCardException">The file is damaged or cannot be read.</exception>
    public static async Task<SentenceGate?> ReadAsync(string path, ExtractionSchema schema, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return GateSet.Parse(await File.ReadAllTextAsync(path, cancellationToken)).For(schema.Fields.Select(field => field.Name)) is { } gate ? new SentenceGate(gate) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ModelCardException($"The gate {path} cannot be used: {e.Message} Check it out again, make it again with pipeline gate train, or read everything with --read-all.", e);
        }
    }
}
