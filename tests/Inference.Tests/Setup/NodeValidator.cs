using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Inference.Tests.Setup;

/// <summary>Validates answers against JSON Schemas (draft 2020-12) with ajv, all in one process.</summary>
internal static class NodeValidator
{
    /// <summary>What is wrong with each answer, empty where it is valid.</summary>
    public static async Task<List<string>> ValidateAsync(IReadOnlyList<(JsonNode Schema, string Answer)> pairs)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Installation.AnswerValidator);
        using var process = Process.Start(start)!;
        var reading = process.StandardOutput.ReadToEndAsync();
        foreach (var (schema, answer) in pairs)
        {
            await process.StandardInput.WriteLineAsync($"{{\"schema\":{schema.ToJsonString()},\"answer\":{JsonSerializer.Serialize(answer)}}}");
        }

        process.StandardInput.Close();
        var lines = (await reading).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(pairs.Count, lines.Length);
        return [.. lines.Select(line => JsonSerializer.Deserialize<string>(line)!)];
    }
}
