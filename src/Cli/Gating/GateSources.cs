using System.Text.Json;
using Pipeline.Cli.Evaluation;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Gating;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Segmentation;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Gating;

/// <summary>Reads the documents of data sets into sentences, and finds their known answers there.</summary>
internal sealed class GateSources(IsolationReport isolation)
{
    // Known values of Kleister-NDA in the names and kinds of our fields.
    private static readonly Dictionary<string, (string Field, FieldKind Kind)> Values = new(StringComparer.Ordinal)
    {
        ["effective_date"] = ("effective_date", FieldKind.Date),
        ["jurisdiction"] = ("governing_law", FieldKind.Jurisdiction),
        ["party"] = ("parties", FieldKind.Party),
        ["term"] = ("term", FieldKind.Duration),
    };

    // Scanned pages are always read, so nothing is learnt from them.
    private readonly ContractReader _reader = new(new ReadingOptions { Ocr = false }, isolation);

    public async Task<GateSource> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var set = await DataSet.DetectAsync(folder, cancellationToken);
        var lines = await DataSet.LinesAsync(set.ExpectedFile, cancellationToken);
        var answers = Answers(lines, set);
        var train = await DocumentsAsync(set, "train", answers, cancellationToken);
        var heldOut = await DocumentsAsync(set, "held_out", answers, cancellationToken);
        return new GateSource(set.Name, schema => set.AnswersOf(lines, schema), train, heldOut);
    }

    /// <summary>By document: of each field the answers, as spans or values.</summary>
    private static Dictionary<string, List<(string Field, string Text)>> Answers(string[] lines, DataSet set)
    {
        try
        {
            return lines.Where(line => line.Length > 0).Select(line => Read(line, set.Kind)).ToDictionary(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new OperatorException($"{set.ExpectedFile} cannot be read: {e.Message}", e);
        }
    }

    private static KeyValuePair<string, List<(string Field, string Text)>> Read(string line, DataSetKind kind)
    {
        using var json = JsonDocument.Parse(line);
        var answers = json.RootElement.GetProperty("fields").EnumerateObject()
            .SelectMany(field => (kind == DataSetKind.Cuad ? field.Value.GetProperty("spans") : field.Value).EnumerateArray().Select(answer => (field.Name, answer.GetString() ?? "")));
        return KeyValuePair.Create(Path.GetFileNameWithoutExtension(json.RootElement.GetProperty("document").GetString() ?? ""), answers.ToList());
    }

    private async Task<IReadOnlyList<GateDocument>> DocumentsAsync(DataSet set, string split, Dictionary<string, List<(string Field, string Text)>> answers, CancellationToken cancellationToken)
    {
        var files = await set.FilesAsync(split, text: true, cancellationToken);
        var asked = set.Kind == DataSetKind.Cuad ? answers.Values.SelectMany(a => a.Select(one => one.Field)).ToHashSet(StringComparer.Ordinal) : Values.Values.Select(v => v.Field).ToHashSet(StringComparer.Ordinal);
        var documents = new GateDocument?[files.Count];
        await Parallel.ForAsync(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount), CancellationToken = cancellationToken }, async (i, token) =>
        {
            // A document that cannot be read is none to learn from; the reading stage tells its owner why.
            if (await _reader.ReadAsync(files[i], token) is ReadingOutcome.Succeeded { Layout: var layout } && answers.TryGetValue(Path.GetFileNameWithoutExtension(files[i]), out var own))
            {
                string[] sentences = [.. SentenceSegmenter.Segment(layout).Select(s => s.Text)];
                documents[i] = new GateDocument(Path.GetFileName(files[i]), sentences, asked, Place(sentences, own, set.Kind));
            }
        });
        return [.. documents.OfType<GateDocument>()];
    }

    private static List<GateAnswer> Place(string[] sentences, List<(string Field, string Text)> answers, DataSetKind kind)
    {
        var spans = new SpanPlaces(sentences);
        var placed = new List<GateAnswer>();
        foreach (var (field, text) in answers)
        {
            var (name, places) = kind switch
            {
                DataSetKind.Cuad => (field, spans.Find(text)),
                DataSetKind.Kleister => (Values[field].Field, ValuePlaces.Find(sentences, Values[field].Kind, text)),
            };
            if (places is not null)
            {
                placed.Add(new GateAnswer(name, places));
            }
        }

        return placed;
    }
}
