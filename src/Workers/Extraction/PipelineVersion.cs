using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Segmentation;
using Pipeline.Inference;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Workers.Models;

namespace Pipeline.Workers.Extraction;

/// <summary>Names all that decides what a document's result is: equal versions give equal results, so what has one is not read again.</summary>
public static class PipelineVersion
{
    /// <summary>Raise it when grouping, normal forms, rules or evidence change.</summary>
    private const string Fields = "fields@4";

    /// <param name="reader">Of the layouts that it is given.</param>
    /// <param name="calibration">Identity of the calibration that decides.</param>
    /// <param name="gate">Identity of the gate that leaves sentences out; null where everything is read.</param>
    public static string Of(ModelCard card, ExtractionSchema schema, string reader, string calibration, string? gate = null)
    {
        string[] parts =
        [
            $"model {card.Identity} {card.Sha256}",
            "schema " + JsonSerializer.Serialize(schema, ResultJson.Options),
            "style " + (card.ReadingStyle == EngineStyle.Described ? DescribedInstructions.Version : card.Style),
            "languages " + string.Join(' ', card.Languages),
            string.Create(CultureInfo.InvariantCulture, $"limits {card.PassageTokens} {card.BranchThreshold} {card.ExploreThreshold} {card.PossibleMissThreshold}"),
            "emit " + string.Join(' ', card.Emit.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key}={e.Value}"))),
            "reader " + reader,
            "segmenter " + SentenceSegmenter.Version,
            Fields,
            "calibration " + calibration,
            .. gate is null ? (string[])[] : ["gate " + gate],
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];
    }
}
