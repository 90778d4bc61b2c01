using Pipeline.Inference.Tests.Setup;
using Xunit.Abstractions;

namespace Pipeline.Inference.Tests;

/// <summary>Real text gives the same fields however many documents are read at a time.</summary>
[Collection(ModelTests.Name)]
public sealed class SameFieldsTests
{
    private const double Found = 0.5;
    private const double LeastShare = 0.99;

    private readonly ITestOutputHelper _output;

    public SameFieldsTests(ITestOutputHelper output) => _output = output;

    [DataFact]
    public Task Fields_of_34_contracts_are_the_same_batched_and_one_at_a_time() => CompareAsync(34, leastFields: 200);

    [DataFact]
    [Trait("Nightly", "true")]
    public Task Fields_of_all_held_out_contracts_are_the_same_in_two_lanes_of_many_slots() => CompareAsync(50, leastFields: 280, lanes: 2, slots: 16);

    private async Task CompareAsync(int documents, int leastFields, int lanes = 1, int slots = 8)
    {
        var requests = ContractExcerpts.Take(documents);
        var one = await ReadAsync(LoadedModel.Settings with { Slots = 1, ThreadsPerLane = 2 }, requests, atOnce: false);
        var many = await ReadAsync(LoadedModel.Settings with { Slots = slots, Lanes = lanes, ThreadsPerLane = 2 / lanes }, requests, atOnce: true);

        var pairs = requests.SelectMany((request, i) => request.Fields.Select(field => (One: Values(request, one[i], field.Name), Many: Values(request, many[i], field.Name)))).ToList();
        var same = pairs.Count(pair => pair.One.SetEquals(pair.Many));
        var told = pairs.Count(pair => pair.One.Count + pair.Many.Count > 0);
        for (var i = 0; i < pairs.Count; i++)
        {
            if (!pairs[i].One.SetEquals(pairs[i].Many))
            {
                var (document, field) = (i / requests[0].Fields.Count, requests[0].Fields[i % requests[0].Fields.Count].Name);
                _output.WriteLine($"Contract {document}, {field}: one at a time {Shares(requests[document], one[document], field)}; batched {Shares(requests[document], many[document], field)}");
            }
        }

        _output.WriteLine($"{same} of {pairs.Count} fields are the same ({100.0 * same / pairs.Count:0.00} %); {told} of them were found.");
        Assert.True(pairs.Count >= leastFields && told >= leastFields / 4, $"{pairs.Count} fields, {told} of them found, are no test.");
        // Of those that were found, too: fields that nobody mentions are the same without an effort.
        Assert.True(same >= LeastShare * pairs.Count && pairs.Count - same <= Math.Max(1, 0.02 * told), $"Only {same} of {pairs.Count} fields are the same; {told} were found.");
    }

    /// <summary>What a result would say of the field: the sentences and values that are likelier than not.</summary>
    private static HashSet<(int Sentence, string? Value)> Values(EngineRequest request, EngineReading reading, string field) =>
        [.. Contracts.Told(request, reading).Where(told => told.Field == field && told.Probability >= Found).Select(told => (told.Sentence, told.Value))];

    /// <summary>Sentences and probabilities, and no text of a contract.</summary>
    private static string Shares(EngineRequest request, EngineReading reading, string field) =>
        string.Join(", ", Contracts.Told(request, reading).Where(told => told.Field == field && told.Probability >= 0.2).Select(told => $"[{told.Sentence}] {told.Value?.Length ?? 0} characters {told.Probability:0.000}"));

    private static async Task<List<EngineReading>> ReadAsync(EngineSettings settings, List<EngineRequest> requests, bool atOnce)
    {
        using var engine = LoadedModel.Start(settings);
        var readings = new List<EngineReading>();
        if (atOnce)
        {
            return [.. await Task.WhenAll(requests.Select(request => engine.ReadAsync(request, CancellationToken.None)))];
        }

        foreach (var request in requests)
        {
            readings.Add(await engine.ReadAsync(request, CancellationToken.None));
        }

        return readings;
    }
}
