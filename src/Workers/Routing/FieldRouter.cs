using System.Security.Cryptography;
using System.Text;
using Pipeline.Domain.Confidence;
using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Workers.Routing;

/// <summary>
/// Decides per field whether a person has to look (extraction.md §7): accepted where its calibrated confidence reaches a threshold that was proven to keep the error budget and nothing
/// else speaks against it, absent by the second budget, else review with the reasons. Without a calibration for the model and schema everything goes to review.
/// </summary>
public sealed class FieldRouter
{
    private readonly ExtractionSchema _schema;
    private readonly Calibration? _calibration;
    private readonly bool _keepFeatures;

    private FieldRouter(ExtractionSchema schema, Calibration? calibration, bool keepFeatures)
    {
        _schema = schema;
        _calibration = calibration;
        _keepFeatures = keepFeatures;
        Identity = keepFeatures ? "none, features kept"
            : calibration is null ? "none"
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(calibration.ToJson())));
    }

    /// <summary>Names what decides: equal identities route alike.</summary>
    public string Identity { get; }

    /// <summary>The calibration in use; null where there is none for this model and schema.</summary>
    public Calibration? Calibration => _calibration;

    public static FieldRouter Of(ExtractionSchema schema, string model, Calibration? calibration)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new FieldRouter(schema, calibration?.Covers(model, schema.Identity) == true ? calibration : null, keepFeatures: false);
    }

    /// <summary>Leaves confidences raw and keeps what a calibration is made from.</summary>
    public static FieldRouter ForCalibration(ExtractionSchema schema) => new(schema, null, keepFeatures: true);

    /// <param name="result">With raw confidences, as the assembler makes them.</param>
    public DocumentResult Route(DocumentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (_keepFeatures || result.Failure is not null)
        {
            return result;
        }

        var fields = new OrderedDictionary<string, FieldResult>(result.Fields.Count, StringComparer.Ordinal);
        foreach (var (name, field) in result.Fields)
        {
            fields.Add(name, Bare(_calibration?.Fields.ContainsKey(name) == true ? Decide(name, field, result, _calibration) : field));
        }

        return result with
        {
            Fields = fields,
            Status = fields.Count > 0 && fields.Values.All(field => field.Decision != FieldDecision.Review) ? ResultStatus.Accepted : ResultStatus.Review,
        };
    }

    private FieldResult Decide(string name, FieldResult field, DocumentResult result, Calibration calibration)
    {
        var probabilities = CandidateFeatures.Of(field, result.Pages).Select(features => calibration.Probability(name, features)).ToList();
        var calibrated = field with
        {
            Values = [.. field.Values.Select((value, i) => Calibrated(value, probabilities[i])).OrderByDescending(value => value.Confidence)],
            Candidates = Ranked(field, [.. field.Candidates.Select((value, i) => Calibrated(value, probabilities[field.Values.Count + i]))]),
        };
        return field.Values.Count > 0
            ? Found(name, calibrated, calibration.Accept)
            : Absent(name, calibrated, AbsenceFeatures.Of(name, field, result.PossibleMisses), result.PossibleMisses.Any(miss => miss.Field == name));
    }

    /// <summary>By confidence; a blank stays in front, since it is what the reviewer has to see first.</summary>
    private static List<FieldValue> Ranked(FieldResult field, List<FieldValue> candidates)
    {
        var kept = field.Reasons.Contains(Reasons.BlankInDocument) ? 1 : 0;
        return [.. candidates.Take(kept), .. candidates.Skip(kept).OrderByDescending(value => value.Confidence)];
    }

    private FieldResult Found(string name, FieldResult field, ThresholdTest accept)
    {
        var many = _schema.Fields.Any(definition => definition.Name == name && definition.Many);
        var others = field.Candidates.Select(candidate => candidate.Confidence).ToList();
        var whole = WholeField.Probability(field.Values.Select(value => value.Confidence), others, many);
        var reasons = FieldRivals.Obstacles(field.Reasons).ToList();
        reasons.AddRange(FieldRivals.Conflict(many, others) ? [Reasons.Conflict] : []);
        return Judged(field, whole, accept, reasons, FieldDecision.Accepted);
    }

    private FieldResult Absent(string name, FieldResult field, IReadOnlyDictionary<string, double> features, bool missed)
    {
        var absence = _calibration!.Absence?.Predict(name, features);
        var judged = Judged(field, absence ?? 0, _calibration.AcceptAbsent, [.. FieldRivals.Obstacles(field.Reasons)], FieldDecision.Absent);
        return judged.Decision == FieldDecision.Review && (missed || field.Candidates.Count > 0)
            ? judged with { Reasons = [.. judged.Reasons, Reasons.PossibleMiss] }
            : judged;
    }

    private static FieldResult Judged(FieldResult field, double confidence, ThresholdTest test, List<string> reasons, FieldDecision passed)
    {
        // What is blank or cannot be read is neither a value nor absent.
        if (field.State is FieldState.Unreadable && !reasons.Contains(RoutingReasons.Unreadable))
        {
            reasons.Add(RoutingReasons.Unreadable);
        }

        if (test.Threshold is null)
        {
            reasons.Add(RoutingReasons.BudgetNotProven);
        }

        if (confidence < (test.Threshold ?? 0.5))
        {
            reasons.Add(RoutingReasons.LowConfidence);
        }

        var plain = field.State is FieldState.Found or FieldState.Absent;
        return field with { Confidence = confidence, Reasons = reasons, Decision = plain && reasons.Count == 0 ? passed : FieldDecision.Review };
    }

    private static FieldValue Calibrated(FieldValue value, double probability) =>
        value with { Confidence = probability, ConfidenceSource = "calibrated" };

    private static FieldResult Bare(FieldResult field) => field with
    {
        Values = [.. field.Values.Select(value => value with { Features = null })],
        Candidates = [.. field.Candidates.Select(value => value with { Features = null })],
    };
}
