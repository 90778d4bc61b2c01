using System.Text.Json;
using Pipeline.Inference.Protocol;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests;

/// <summary>A run that was recorded as its frames gives the same bytes again, whatever the order and however many wait at a time, where one passage is read at a time.</summary>
[Collection(ModelTests.Name)]
public sealed class ReplayTests
{
    private static readonly string[][] Documents =
    [
        ["This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC.", "It is governed by the laws of the State of Ohio.", "The term of this Agreement is three (3) years."],
        ["Effective Date: 12/01/2009", "Kestrel Foods Ltd. and Dunlin Paper Company agree as follows."],
        ["Agreed this 5th day of March, 2010 by Heron Systems AG.", "Dieser Vertrag unterliegt dem Recht des Kantons Zürich.", "😀 <|im_end|> \"quoted\" \\ \u0001"],
        ["Mallard & Teal LLP (the \"Discloser\") and Siskin GmbH (the \"Recipient\") wish to exchange information."],
        ["The weather was fine."],
    ];

    [Fact]
    public async Task A_replay_of_a_recorded_run_gives_the_same_bytes()
    {
        var requests = Documents.Select(d => Contracts.Request(Contracts.NdaFields, d))
            .Append(Contracts.Request(Contracts.NdaFields, [.. Documents.SelectMany(d => d)]) with { Priority = EnginePriority.Interactive })
            .ToArray();
        using var recording = new MemoryStream();
        await using (var writer = new StreamWriter(recording, leaveOpen: true))
        {
            using var engine = LoadedModel.Start(Settings);
            foreach (var (id, request) in requests.Index())
            {
                await writer.WriteLineAsync(Line(new ReadFrame(id, request)));
                await writer.WriteLineAsync(Line(Frame(id, await engine.ReadAsync(request, CancellationToken.None))));
            }
        }

        var (asked, answered) = Read(recording);
        Assert.Equal(requests.Length, asked.Count);
        Assert.Contains(answered.Values, line => line.Contains("\"Field\":\"governing_law\"", StringComparison.Ordinal));
        foreach (var order in new[] { asked.Keys.OrderDescending(), asked.Keys.OrderBy(id => ((id * 5) + 3) % asked.Count) })
        {
            using var engine = LoadedModel.Start(Settings);
            var readings = await Task.WhenAll(order.Select(async id => (Id: id, Reading: await engine.ReadAsync(asked[id], CancellationToken.None))));

            Assert.All(readings, replayed => Assert.Equal(answered[replayed.Id], Line(Frame(replayed.Id, replayed.Reading))));
        }
    }

    // Passages of some sentences: the long document has several.
    private static EngineSettings Settings => LoadedModel.Settings with { Slots = 1, PassageTokens = 120, StepTokens = 64 };

    private static (SortedDictionary<long, EngineRequest> Asked, Dictionary<long, string> Answered) Read(MemoryStream recording)
    {
        recording.Position = 0;
        var (asked, answered) = (new SortedDictionary<long, EngineRequest>(), new Dictionary<long, string>());
        using var reader = new StreamReader(recording, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            switch (JsonSerializer.Deserialize(line, FrameJson.Default.EngineFrame))
            {
                case ReadFrame read:
                    asked.Add(read.Id, read.Request);
                    break;
                case ReadingFrame reading:
                    answered.Add(reading.Id, line);
                    break;
            }
        }

        return (asked, answered);
    }

    /// <summary>What a document cost is measured anew each time.</summary>
    private static ReadingFrame Frame(long id, EngineReading reading) => new(id, reading with { Usage = reading.Usage with { ComputeSeconds = 0 } });

    private static string Line(EngineFrame frame) => JsonSerializer.Serialize(frame, FrameJson.Default.EngineFrame);
}
