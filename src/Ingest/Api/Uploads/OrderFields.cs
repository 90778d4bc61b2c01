using System.Text.Json;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Api.Problems;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>Reads what the sender wants done from the fields of a form or the query of an address.</summary>
internal sealed class OrderFields(UploadApiOptions options)
{
    public const string Name = "name";
    public const string Reference = "reference";
    public const string Labels = "labels";
    public const string Schema = "schema";
    public const string Batch = "batch";
    public const string Priority = "priority";
    public const string Callback = "callback";

    private const int MaxReference = 200;
    private const int MaxLabels = 20;
    private const int MaxLabelKey = 64;
    private const int MaxLabelValue = 256;
    private const int MaxCallback = 2000;

    public static IReadOnlyList<string> All { get; } = [Name, Reference, Labels, Schema, Batch, Priority, Callback];

    /// <param name="fields">As sent; an empty one counts as left out.</param>
    /// <param name="together">The documents are a batch: nobody waits for a single one of them.</param>
    /// <exception cref="ApiProblemException">A field cannot be used (422).</exception>
    public DocumentOrder Read(IReadOnlyDictionary<string, string> fields, bool together)
    {
        if (fields.Keys.FirstOrDefault(key => !All.Contains(key)) is { } unknown)
        {
            throw Unusable("unknown_field", $"There is no field '{ShownName.Of(unknown)}'. Fields are {string.Join(", ", All)}.");
        }

        var batch = Batched(Get(fields, Batch));
        return new DocumentOrder
        {
            Schema = Known(Get(fields, Schema)),
            Batch = batch,
            Priority = Prioritised(Get(fields, Priority), together || batch is not null),
            Reference = Referenced(Get(fields, Reference)),
            Labels = Labelled(Get(fields, Labels)),
            Callback = CalledBack(Get(fields, Callback)),
        };
    }

    /// <summary>Also of batches.</summary>
    /// <exception cref="ApiProblemException">It cannot be used (422).</exception>
    public static string? Referenced(string? reference) =>
        reference is null || (reference.Length <= MaxReference && ShownName.IsPlain(reference)) ? reference
            : throw Unusable("bad_reference", $"A reference has at most {MaxReference} printable characters.");

    private static string? Get(IReadOnlyDictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    private string Known(string? schema) =>
        schema is null ? options.Schemas[0]
            : options.Schemas.Contains(schema, StringComparer.Ordinal) ? schema
            : throw Unusable("schema_unknown", $"There is no such schema. Installed are {string.Join(", ", options.Schemas)}.");

    private static BatchId? Batched(string? batch) =>
        batch is null ? null
            : Guid.TryParse(batch, out var id) ? new BatchId(id)
            : throw Unusable("batch_unknown", "The batch is no id of a batch. POST /batches opens one.");

    private static DocumentPriority Prioritised(string? priority, bool together) => priority switch
    {
        null => together ? DocumentPriority.Bulk : DocumentPriority.Interactive,
        "interactive" => DocumentPriority.Interactive,
        "bulk" => DocumentPriority.Bulk,
        _ => throw Unusable("bad_priority", "A priority is 'interactive' or 'bulk'."),
    };

    private static Dictionary<string, string> Labelled(string? labels)
    {
        if (labels is null)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        var read = Parse(labels) ?? throw Unusable("bad_labels", "Labels are a JSON object of texts, such as {\"team\":\"legal\"}.");
        if (read.Count > MaxLabels)
        {
            throw Unusable("too_many_labels", $"A document has at most {MaxLabels} labels.");
        }

        return read.All(label => label.Key.Length is > 0 and <= MaxLabelKey && label.Value.Length <= MaxLabelValue && ShownName.IsPlain(label.Key) && ShownName.IsPlain(label.Value))
            ? read
            : throw Unusable("bad_labels", $"A label's key has 1 to {MaxLabelKey} printable characters, its value at most {MaxLabelValue}.");
    }

    private static Dictionary<string, string>? Parse(string labels)
    {
        try
        {
            using var parsed = JsonDocument.Parse(labels, new JsonDocumentOptions { MaxDepth = 2 });
            if (parsed.RootElement.ValueKind != JsonValueKind.Object || parsed.RootElement.EnumerateObject().Any(label => label.Value.ValueKind != JsonValueKind.String))
            {
                return null;
            }

            var read = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var label in parsed.RootElement.EnumerateObject())
            {
                read[label.Name] = label.Value.GetString()!;
            }

            return read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair.
            return null;
        }
    }

    private static string? CalledBack(string? callback)
    {
        if (callback is null)
        {
            return null;
        }

        return callback.Length <= MaxCallback && Uri.TryCreate(callback, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps && address.Host.Length > 0 && address.UserInfo.Length == 0 && address.Fragment.Length == 0
            ? callback
            : throw Unusable("bad_callback", $"A callback is an https address of at most {MaxCallback} characters, without user, password and fragment.");
    }

    private static ApiProblemException Unusable(string code, string detail) => new(ApiProblems.Unprocessable(code, detail));
}
