using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Inference.Tests.OpenAi;

/// <summary>What the server answers.</summary>
internal sealed partial record EndpointAnswer(int Status, string Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public TimeSpan Delay { get; init; }

    public static EndpointAnswer Models(params string[] ids) =>
        new(200, new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id })]) }.ToJsonString());

    public static EndpointAnswer Error(int status, string message, string code = "") =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["code"] = code } }.ToJsonString());

    /// <summary>A completion whose tokens are words and signs, each of the probability 0.9 with a rival that the grammar does not allow.</summary>
    public static EndpointAnswer Says(string content, string finish = "stop") => Says(
        content, [.. Tokens().Matches(content).Select(match => Token(match.Value, 0.9, ("§", 0.1)))], finish);

    /// <param name="tokens">Null gives no log-probabilities.</param>
    public static EndpointAnswer Says(string content, JsonNode[]? tokens, string finish = "stop", bool usage = true)
    {
        var choice = new JsonObject { ["index"] = 0, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = content }, ["finish_reason"] = finish };
        choice["logprobs"] = tokens is null ? null : new JsonObject { ["content"] = new JsonArray(tokens) };
        var body = new JsonObject { ["object"] = "chat.completion", ["choices"] = new JsonArray(choice) };
        if (usage)
        {
            body["usage"] = new JsonObject { ["prompt_tokens"] = 100, ["completion_tokens"] = 10 };
        }

        return new EndpointAnswer(200, body.ToJsonString());
    }

    public static JsonNode Token(string text, double probability, params (string Text, double Probability)[] rivals) => new JsonObject
    {
        ["token"] = text,
        ["logprob"] = Math.Log(probability),
        ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(text).Select(b => JsonValue.Create((int)b))]),
        ["top_logprobs"] = new JsonArray([.. rivals.Prepend((Text: text, Probability: probability)).Select(rival => new JsonObject { ["token"] = rival.Text, ["logprob"] = Math.Log(rival.Probability) })]),
    };

    [GeneratedRegex(@"\w+|\W")]
    private static partial Regex Tokens();
}
