using System.Text;
using System.Text.Json;

namespace Pipeline.Inference.OpenAi;

/// <summary>What an endpoint answered to one request.</summary>
/// <param name="Content">What the model wrote; empty where it refused.</param>
/// <param name="IsCut">It ended at the limit of tokens.</param>
/// <param name="Tokens">Null where the endpoint gives no log-probabilities.</param>
/// <param name="PromptTokens">Null where the endpoint does not count.</param>
internal sealed record Completion(string Content, bool IsCut, IReadOnlyList<WrittenToken>? Tokens, int? PromptTokens, int? CompletionTokens)
{
    /// <summary>Null where the text is no chat completion.</summary>
    public static Completion? Parse(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Of(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static Completion? Of(JsonElement root)
    {
        if (Member(root, "choices") is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0 || Member(choices[0], "message") is not { } message)
        {
            return null;
        }

        var usage = Member(root, "usage");
        return new Completion(
            Text(message, "content") ?? "",
            Text(choices[0], "finish_reason") == "length",
            Member(Member(choices[0], "logprobs"), "content") is { ValueKind: JsonValueKind.Array } tokens && tokens.GetArrayLength() > 0 ? [.. tokens.EnumerateArray().Select(Token)] : null,
            Count(usage, "prompt_tokens"),
            Count(usage, "completion_tokens"));
    }

    private static WrittenToken Token(JsonElement token)
    {
        var rivals = Member(token, "top_logprobs") is { ValueKind: JsonValueKind.Array } top ? top.EnumerateArray() : default;
        return new WrittenToken(BytesOf(token), LogProbability(token), [.. rivals.Select(rival => new TokenChoice(BytesOf(rival), LogProbability(rival)))]);
    }

    /// <summary>A token can be a part of a character: then only its bytes say what it is.</summary>
    private static byte[] BytesOf(JsonElement token) => Member(token, "bytes") is { ValueKind: JsonValueKind.Array } bytes
        ? [.. bytes.EnumerateArray().Select(value => value.GetByte())]
        : Encoding.UTF8.GetBytes(Text(token, "token") ?? "");

    // What is impossible is null in some servers and the least float in others.
    private static double LogProbability(JsonElement token) =>
        Member(token, "logprob") is { ValueKind: JsonValueKind.Number } value ? Math.Clamp(value.GetDouble(), -100, 0) : -100;

    private static int? Count(JsonElement? usage, string name) =>
        Member(usage, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var count) && count >= 0 ? count : null;

    private static string? Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value) ? value : null;
}
