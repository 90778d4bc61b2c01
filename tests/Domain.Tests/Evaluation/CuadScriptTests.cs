using System.Text.Json.Nodes;
using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Tests.Normalization;

namespace Pipeline.Domain.Tests.Evaluation;

/// <summary>Our scorer beside the data set's normative Python script on the same files: results made from the annotations, spoilt at random.</summary>
public sealed class CuadScriptTests
{
    [ScriptFact]
    public void Prints_what_the_script_prints_on_spoilt_annotations()
    {
        var all = File.ReadAllLines(SharedData.CuadExpected);
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            random.Shuffle(all);
            var expected = all[..60];
            var texts = new ArbitraryText(seed);
            var results = expected.Where(_ => random.Next(5) > 0).Select(line => Result(JsonNode.Parse(line)!, random, texts)).ToArray();
            random.Shuffle(results);
            Compare(results, expected);
        }
    }

    private static string Result(JsonNode expected, Random random, ArbitraryText texts)
    {
        var fields = new JsonObject();
        foreach (var (name, field) in expected["fields"]!.AsObject())
        {
            var spans = field!["spans"]!.AsArray().Select(span => span!.GetValue<string>()).Append(Clean(texts.Next())).ToArray();
            var values = new JsonArray();
            for (var left = random.Next(4); left > 0; left--)
            {
                values.Add(Value(spans[random.Next(spans.Length)], random, texts));
            }

            if (random.Next(6) > 0)
            {
                fields[name] = new JsonObject { ["decision"] = "review", ["values"] = values };
            }
        }

        return new JsonObject { ["document"] = $"some/folder/{expected["document"]}.{(random.Next(2) == 0 ? "pdf" : "txt")}", ["fields"] = fields }.ToJsonString();
    }

    private static JsonObject Value(string span, Random random, ArbitraryText texts)
    {
        var words = span.Split(' ');
        var from = random.Next(words.Length);
        var part = string.Join(' ', words[from..random.Next(from, words.Length + 1)]);
        var value = new JsonObject
        {
            ["value"] = random.Next(3) == 0 ? null : part.ToUpperInvariant(),
            ["evidence"] = random.Next(3) == 0 ? [] : new JsonArray(new JsonObject { ["quote"] = Clean(texts.Next()) + " " + part + " " + Clean(texts.Next()) }),
        };
        if (random.Next(8) > 0)
        {
            // Few different confidences, so that ties are many; 0 is a case of its own.
            value["confidence"] = random.Next(11) / 10.0;
        }

        return value;
    }

    /// <summary>Half a surrogate pair is no text in a result file.</summary>
    private static string Clean(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    private static void Compare(string[] results, string[] expected)
    {
        var folder = Directory.CreateTempSubdirectory("cuad-");
        try
        {
            var resultFile = Path.Combine(folder.FullName, "results.jsonl");
            var expectedFile = Path.Combine(folder.FullName, "expected.jsonl");
            File.WriteAllLines(resultFile, results);
            File.WriteAllLines(expectedFile, expected);
            Assert.Equal(ScriptRun.Output(SharedData.CuadScript, [resultFile, expectedFile]), CuadScorer.ScoreLines(results, expected, presentOnly: false).ToText());
            Assert.Equal(ScriptRun.Output(SharedData.CuadScript, [resultFile, expectedFile, "--present"]), CuadScorer.ScoreLines(results, expected, presentOnly: true).ToText());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
