using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Schemas;

namespace Pipeline.Cli.Evaluation;

/// <summary>A folder of documents with known answers: <c>documents/</c>, for CUAD also <c>text/</c>, and <c>expected.jsonl</c>; <c>splits.json</c> beside it.</summary>
internal sealed record DataSet(string Folder, DataSetKind Kind)
{
    public string ExpectedFile => Path.Combine(Folder, "expected.jsonl");

    /// <summary>As <c>splits.json</c> calls it.</summary>
    public string Name => Kind switch
    {
        DataSetKind.Kleister => "kleister-nda",
        DataSetKind.Cuad => "cuad",
    };

    /// <summary>The schema in schemas/ that asks for its fields.</summary>
    public string Schema => Kind switch
    {
        DataSetKind.Kleister => "nda",
        DataSetKind.Cuad => "contracts",
    };

    /// <summary>Tells the kind by the answers: lists of values, or spans.</summary>
    public static async Task<DataSet> DetectAsync(string folder, CancellationToken cancellationToken)
    {
        var lines = await LinesAsync(Path.Combine(folder, "expected.jsonl"), cancellationToken);
        try
        {
            foreach (var line in lines)
            {
                using var json = JsonDocument.Parse(line);
                foreach (var field in json.RootElement.GetProperty("fields").EnumerateObject())
                {
                    return new DataSet(folder, field.Value.ValueKind == JsonValueKind.Array ? DataSetKind.Kleister : DataSetKind.Cuad);
                }
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new OperatorException($"{folder} is no data set: its expected.jsonl cannot be read: {e.Message}", e);
        }

        throw new OperatorException($"{folder} is no data set: its expected.jsonl has no answers.");
    }

    public static async Task<string[]> LinesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllLinesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be read: {e.Message}", e);
        }
    }

    public async Task<IExpectedAnswers> AnswersAsync(ExtractionSchema schema, CancellationToken cancellationToken) =>
        AnswersOf(await LinesAsync(ExpectedFile, cancellationToken), schema);

    /// <param name="lines">Of <see cref="ExpectedFile"/>.</param>
    public IExpectedAnswers AnswersOf(IReadOnlyList<string> lines, ExtractionSchema schema)
    {
        try
        {
            return Kind switch
            {
                DataSetKind.Kleister => new KleisterAnswers(lines),
                DataSetKind.Cuad => new CuadAnswers(lines, schema.Fields.Where(f => f.Many).Select(f => f.Name)),
            };
        }
        catch (FormatException e)
        {
            throw new OperatorException(e.Message, e);
        }
    }

    public async Task<string> ExpectedSha256Async(CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(ExpectedFile);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    /// <summary>Names of a split's documents, sorted; null for all.</summary>
    /// <exception cref="OperatorException"><c>splits.json</c> is not beside the data set or does not name the split.</exception>
    public async Task<string[]?> SplitAsync(string split, CancellationToken cancellationToken)
    {
        if (split == "all")
        {
            return null;
        }

        var path = Path.Combine(Path.GetFullPath(Folder), "..", "splits.json");
        if (!File.Exists(path))
        {
            throw new OperatorException($"There is no splits.json beside {Folder}. Use --split all.");
        }

        try
        {
            await using var stream = File.OpenRead(path);
            using var json = await JsonDocument.ParseAsync(stream, default, cancellationToken);
            return json.RootElement.TryGetProperty(Name, out var sets) && sets.TryGetProperty(split, out var names)
                ? [.. names.EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal)]
                : throw new OperatorException($"The splits.json beside {Folder} has no {split} for {Name}.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The splits.json beside {Folder} cannot be read: {e.Message} Restore it, or use --split all.", e);
        }
    }

    /// <summary>Files of the documents of a split, in the order of their names.</summary>
    /// <param name="text">Also those that exist as text only.</param>
    public async Task<IReadOnlyList<string>> FilesAsync(string split, bool text, CancellationToken cancellationToken)
    {
        RequireDocuments();
        var names = (await SplitAsync(split, cancellationToken))?.Select(name => Path.GetFileNameWithoutExtension(name)).ToHashSet(StringComparer.Ordinal);
        var pdfs = Directory.EnumerateFiles(Path.Combine(Folder, "documents"), "*.pdf");
        var texts = text && Directory.Exists(Path.Combine(Folder, "text")) ? Directory.EnumerateFiles(Path.Combine(Folder, "text"), "*.txt") : [];
        return [.. pdfs.Concat(texts)
            .DistinctBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal)
            .Where(path => names is null || names.Contains(Path.GetFileNameWithoutExtension(path)))
            .OrderBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal)];
    }

    /// <exception cref="OperatorException">This is no folder of documents.</exception>
    public void RequireDocuments()
    {
        if (!Directory.Exists(Path.Combine(Folder, "documents")))
        {
            throw new OperatorException($"There is no folder {Path.Combine(Folder, "documents")}: a data set has documents/ and expected.jsonl.");
        }
    }
}
