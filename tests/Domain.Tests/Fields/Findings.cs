using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Tests.Fields;

/// <summary>Makes findings and assembles them.</summary>
internal static class Findings
{
    public static FindingDecisions Decisions { get; } = new()
    {
        FindingLogProbability = 0,
        FieldLogProbability = 0,
        FieldMargin = 1,
        ValueLogProbability = 0,
        ValueFirstTokenLogProbability = 0,
        ValueMinimumLogProbability = 0,
        ValueMinimumMargin = 1,
        EndLogProbability = 0,
        MinimumAllowedMass = 1,
    };

    public static ExtractionSchema Schema { get; } = ExtractionSchema.Parse(
        """
        {"name":"test","version":1,"fields":[
          {"name":"anti_assignment","kind":"clause","many":true},
          {"name":"effective_date","kind":"date"},
          {"name":"expiration_date","kind":"date","value":"optional"},
          {"name":"governing_law","kind":"jurisdiction"},
          {"name":"parties","kind":"party","many":true},
          {"name":"term","kind":"duration"}]}
        """);

    /// <summary>A finding of the first place of a value in a sentence.</summary>
    public static Finding Of(string[] sentences, int sentence, string field, string? value, double confidence, FindingDecisions? decisions = null)
    {
        int? start = value is null ? null : sentences[sentence].IndexOf(value, StringComparison.Ordinal);
        return start is -1
            ? throw new ArgumentException($"{value} is not in sentence {sentence}.", nameof(value))
            : new Finding(sentence, field, start, value?.Length, confidence, decisions ?? Decisions);
    }

    public static IReadOnlyDictionary<string, FieldResult> Assemble(string[] sentences, IEnumerable<Finding> findings, params (string Field, double Threshold)[] emit) =>
        new FieldAssembler(Schema, emit.ToDictionary(pair => pair.Field, pair => pair.Threshold))
            .Assemble([.. findings], sentences, Place(sentences));

    /// <summary>Evidence whose page is the sentence's number, from 1.</summary>
    public static EvidenceSource Place(string[] sentences) => (sentence, start, length) =>
        [new Evidence(sentence + 1, sentences[sentence], start is { } from && length is { } long_ ? [from, from + long_] : null, [])];
}
