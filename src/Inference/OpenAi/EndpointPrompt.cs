using System.Text.Json.Nodes;
using Pipeline.Inference.Decoding.Described;

namespace Pipeline.Inference.OpenAi;

/// <summary>What is sent for a passage: the described style's own words (extraction.md §4b), in the endpoint's chat form.</summary>
internal sealed class EndpointPrompt(OpenAiOptions options, IReadOnlyList<EngineField> fields)
{
    // Enough to weigh a decision against its rivals; a hosted endpoint gives 20 at most.
    private const int Rivals = 8;

    private readonly string _instructions = PlainSentence.Of(DescribedInstructions.For(fields));

    /// <summary>The body of the request.</summary>
    /// <param name="sentences">As they are sent.</param>
    public byte[] For(IReadOnlyList<PlainSentence> sentences, bool logProbabilities)
    {
        var body = new JsonObject
        {
            ["model"] = options.Model,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = _instructions },
                new JsonObject { ["role"] = "user", ["content"] = DescribedInstructions.Lines([.. sentences.Select(sentence => new EngineSentence(sentence.Sent, []))]) }),
            ["temperature"] = 0,
            ["max_tokens"] = options.AnswerTokens,
            ["stream"] = false,
        };
        if (logProbabilities)
        {
            body["logprobs"] = true;
            body["top_logprobs"] = Rivals;
        }

        if (options.JsonSchema)
        {
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject
                {
                    ["name"] = "findings",
                    ["strict"] = true,
                    ["schema"] = AnswerContract.For(fields, sentences.Count, options.FindingsPerAnswer),
                },
            };
        }

        return System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
