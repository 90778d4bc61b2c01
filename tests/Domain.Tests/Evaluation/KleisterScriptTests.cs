using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Tests.Normalization;

namespace Pipeline.Domain.Tests.Evaluation;

/// <summary>Our scorer beside the data set's normative Python script on the same files.</summary>
public sealed class KleisterScriptTests
{
    [ScriptFact]
    public void Prints_what_the_script_prints_on_the_reference() =>
        Compare(File.ReadAllLines(SharedData.ReferenceResults), File.ReadAllLines(SharedData.KleisterExpected));

    [ScriptFact]
    public void Prints_what_the_script_prints_on_shuffled_and_spoilt_results()
    {
        var reference = File.ReadAllLines(SharedData.ReferenceResults);
        var expected = File.ReadAllLines(SharedData.KleisterExpected);
        for (var seed = 1; seed <= 4; seed++)
        {
            var random = new Random(seed);
            var texts = new ArbitraryText(seed);
            var results = reference.Where(_ => random.Next(5) > 0).Select(line => Spoil(line, random, texts)).ToArray();
            random.Shuffle(results);
            random.Shuffle(expected);
            Compare(results, expected);
        }
    }

    [ScriptFact]
    public void Folds_every_character_as_the_script_does()
    {
        // One document per block of characters, each as a party of result and label in different case.
        var results = new List<string>();
        var expected = new List<string>();
        for (var block = 0; block < 0x3000; block += 64)
        {
            // These four have another case since Unicode 16, which Pythons before 3.14 do not know.
            var characters = Enumerable.Range(block, 64).Where(c => (c >= 0x1c || c == '\t') && c is not (0x19b or 0x264 or 0x1c89 or 0x1c8a)).Select(c => (char)c).ToArray();
            var parties = characters.Select(c => JsonSerializer.Serialize($"A{c}b {c} c")).ToArray();
            var values = characters.Select(c => JsonSerializer.Serialize($"a{char.ToLowerInvariant(c)}B {char.ToUpperInvariant(c)} C_")).Select(value => $$"""{"normalized":{{value}}}""");
            results.Add($$$"""{"document":"{{{block}}}","fields":{"parties":{"decision":"accepted","values":[{{{string.Join(',', values)}}}] } } }""");
            expected.Add($$$"""{"document":"{{{block}}}","fields":{"party":[{{{string.Join(',', parties)}}}]}}""");
        }

        Compare([.. results], [.. expected]);
    }

    private static string Spoil(string line, Random random, ArbitraryText texts)
    {
        var result = JsonNode.Parse(line)!;
        result["document"] = "some/folder/" + result["document"];
        foreach (var (_, field) in result["fields"]!.AsObject())
        {
            field!["decision"] = random.Next(2) == 0 ? "accepted" : "review";
            foreach (var value in field["values"]!.AsArray())
            {
                value!["normalized"] = random.Next(6) switch
                {
                    0 => null,
                    1 => "",
                    // Half a surrogate pair is no text in a result file.
                    2 => new string([.. texts.Next().Where(c => !char.IsSurrogate(c))]),
                    3 => value["normalized"]?.GetValue<string>().ToUpperInvariant(),
                    _ => value["normalized"]?.GetValue<string>(),
                };
            }
        }

        return result.ToJsonString();
    }

    private static void Compare(string[] results, string[] expected)
    {
        var folder = Directory.CreateTempSubdirectory("kleister-");
        try
        {
            var resultFile = Path.Combine(folder.FullName, "results.jsonl");
            var expectedFile = Path.Combine(folder.FullName, "expected.jsonl");
            File.WriteAllLines(resultFile, results);
            File.WriteAllLines(expectedFile, expected);
            foreach (var options in new[] { new KleisterOptions(), new KleisterOptions(AcceptedOnly: true), new KleisterOptions(PresentOnly: true), new KleisterOptions(true, true) })
            {
                List<string> flags = [resultFile, expectedFile];
                flags.AddRange(options.AcceptedOnly ? ["--accepted"] : []);
                flags.AddRange(options.PresentOnly ? ["--present"] : []);
                Assert.Equal(ScriptRun.Output(SharedData.KleisterScript, flags), KleisterScorer.ScoreLines(results, expected, options).ToText());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
