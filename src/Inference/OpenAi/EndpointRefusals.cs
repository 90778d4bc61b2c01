using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Inference.OpenAi;

/// <summary>Turns what an endpoint answers in place of a completion into what can be done about it. Words of the endpoint are looked at but never shown: they may quote the document.</summary>
internal sealed partial class EndpointRefusals(OpenAiOptions options)
{
    private static readonly string[] SchemaWords = ["response_format", "json_schema", "schema", "grammar", "guided", "structured output"];

    private static readonly string[] LengthWords = ["context_length", "exceed_context_size", "context size", "context length", "context window", "too many tokens", "maximum model length", "max_model_len"];

    private static readonly string[] CodeNames = ["code", "type"];

    private EndpointAddress Address => options.Address;

    /// <summary>An <see cref="EndpointFaultException"/> where the next try may fare better.</summary>
    public Exception Of(HttpStatusCode status, HttpResponseHeaders headers, byte[] body)
    {
        var (words, code) = Words(body);
        return (int)status switch
        {
            429 when words.Contains("insufficient_quota", StringComparison.Ordinal) => Quota(),
            408 or 429 => new EndpointFaultException((int)status, RetryAfter(headers)),
            501 => Rejected(status, code),
            >= 500 => new EndpointFaultException((int)status, RetryAfter(headers)),
            >= 300 and < 400 => Problem(EndpointProblem.NotAnEndpoint, $"The endpoint {Address} sends us to another address, and redirects are not followed, since text could go where nobody allowed it. Name the final address."),
            401 or 403 => Unauthorised(status),
            402 => Quota(),
            404 or 405 when words.Contains("model", StringComparison.Ordinal) => ModelUnknown([]),
            404 or 405 => Problem(EndpointProblem.NotAnEndpoint, $"There is no chat/completions under {Address}. The URL has to end where the version does, such as http://127.0.0.1:8080/v1."),
            _ when words.Contains("content_filter", StringComparison.Ordinal) => Problem(EndpointProblem.Document, $"The endpoint {Address} refuses to read this document."),
            _ when LengthWords.Any(word => words.Contains(word, StringComparison.Ordinal)) => TooLong(),
            _ when options.LogProbabilities && words.Contains("logprobs", StringComparison.Ordinal) => Problem(EndpointProblem.LogProbabilitiesRefused, $"The endpoint {Address} gives no log-probabilities."),
            _ when options.JsonSchema && SchemaWords.Any(word => words.Contains(word, StringComparison.Ordinal)) => SchemaRefused(),
            _ => Rejected(status, code),
        };
    }

    public EndpointException ModelUnknown(IReadOnlyCollection<string> served) => Problem(
        EndpointProblem.ModelUnknown,
        $"The endpoint {Address} does not serve the model {options.Model}. {(served.Count > 0 ? $"It serves {string.Join(", ", served.Take(8))}{(served.Count > 8 ? " and others" : "")}: name one" : "Name one that it serves")} with --endpoint-model.");

    public EndpointException NotAnEndpoint() =>
        Problem(EndpointProblem.NotAnEndpoint, $"What answers at {Address} does not do so as chat completions do. Check the URL, and what stands between.");

    public EndpointException NoUsage() => Problem(
        EndpointProblem.NoUsage,
        $"The endpoint {Address} does not say how many tokens its answers take, so their cost cannot be booked. Switch its usage figures on, or set both prices of the model to 0 if it costs nothing.");

    /// <summary>What a failure means once all tries are used up.</summary>
    /// <param name="fault">The last failure.</param>
    /// <param name="answeredOther">What the endpoint answered to a harmless request after that; null where it did not, or was not asked.</param>
    public EndpointException Lasting(EndpointFaultException fault, Completion? answeredOther) => fault.Status switch
    {
        _ when answeredOther is not null => Failed(fault, answeredOther),
        null => Unreachable(fault),
        429 => Problem(EndpointProblem.Busy, $"The endpoint {Address} has no room for more requests{Asked(fault)}. Come back later, or lower Pipeline:Endpoint:Slots (now {Number(options.Slots)}).", fault),
        200 => NotAnEndpoint(),
        _ => Problem(EndpointProblem.Failing, $"The endpoint {Address} answered {Number(options.Attempts)} times with HTTP {Number(fault.Status.Value)}. Its log should say why; when it is well, the same command goes on.", fault),
    };

    /// <summary>It fails on this document and answers a harmless request, which has its price too.</summary>
    public EndpointException Failed(Exception inner, Completion answeredOther) =>
        new(EndpointProblem.Document, $"The endpoint {Address} failed on this document {Number(options.Attempts)} times and answers others.", inner) { Spent = Price(answeredOther) };

    public EndpointException Slow(Exception inner, Completion? answeredOther) => answeredOther is not null
        ? new EndpointException(EndpointProblem.Document, $"The endpoint {Address} gave no answer to this document in time and answers others.", inner) { Spent = Price(answeredOther) }
        : Problem(EndpointProblem.Slow, string.Create(CultureInfo.InvariantCulture, $"The endpoint {Address} gave no answer within {options.Timeout.TotalSeconds:0.#} s. Raise Pipeline:Endpoint:TimeoutSeconds, lower Pipeline:Endpoint:Slots, or take a smaller model."), inner);

    public EndpointException BreakerOpen(Exception inner) =>
        Problem(EndpointProblem.BreakerOpen, $"The endpoint {Address} failed so often that it was left alone, and each new try failed too. Look into its log; when it is well, the same command goes on.", inner);

    public EndpointException Unreachable(Exception inner) => Problem(
        EndpointProblem.Unreachable,
        $"Nothing answers at {Address}. {(Address.IsLocal ? "Start the server, or check the port" : "Check the address, the network and the certificate")}; the same command goes on then.",
        inner);

    /// <summary>A request that is refused where a harmless one is answered speaks against its document.</summary>
    public EndpointException Refused(EndpointException refusal, Completion? answeredOther) => answeredOther is not null
        ? new EndpointException(EndpointProblem.Document, $"The endpoint {Address} refuses this document and answers others.", refusal) { Spent = Price(answeredOther) }
        : refusal;

    private static EngineUsage Price(Completion answer) => new(1, answer.PromptTokens ?? 0, answer.CompletionTokens ?? 0, 0);

    private static EndpointException Problem(EndpointProblem problem, string message, Exception? inner = null) => new(problem, message, inner);

    private EndpointException Unauthorised(HttpStatusCode status) => Problem(
        EndpointProblem.Unauthorised,
        options.ApiKey is null
            ? $"The endpoint {Address} wants a key (HTTP {Number((int)status)}). Set PIPELINE_ENDPOINT_KEY, or name a file that holds it with --endpoint-key-file."
            : $"The endpoint {Address} does not take the key that it was given (HTTP {Number((int)status)}). Check that it is of this endpoint, not expired, and may use the model {options.Model}.");

    private EndpointException Quota() =>
        Problem(EndpointProblem.Quota, $"The account at {Address} has no credit left. Add some there; the same command goes on then.");

    private EndpointException TooLong() =>
        Problem(EndpointProblem.TooLong, $"The fields with their descriptions, a sentence and its answer do not fit into the window of {options.Model} at {Address}. Give the server a larger context, lower Pipeline:Endpoint:AnswerTokens (now {Number(options.AnswerTokens)}), or ask for fewer fields.");

    private EndpointException SchemaRefused() =>
        Problem(EndpointProblem.SchemaRefused, $"The endpoint {Address} does not take response_format json_schema. Use one that does (vLLM, llama-server), or set Pipeline:Endpoint:JsonSchema to false: answers are then taken as the model writes them.");

    private EndpointException Rejected(HttpStatusCode status, string? code) =>
        Problem(EndpointProblem.Rejected, $"The endpoint {Address} refuses the request (HTTP {Number((int)status)}{(code is null ? "" : ", " + code)}). Its log should say why.");

    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        var wait = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date is { } date ? date - options.Clock.GetUtcNow() : null);
        return wait is { } given && given < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Asked(EndpointFaultException fault) =>
        fault.RetryAfter is { } wait ? string.Create(CultureInfo.InvariantCulture, $" and asks to wait {wait.TotalSeconds:0} s") : "";

    /// <summary>All that the endpoint says of the error, in lower case, and its code where that is a code and no sentence.</summary>
    private static (string Words, string? Code) Words(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var error = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
            if (error.ValueKind != JsonValueKind.Object)
            {
                return (error.ToString().ToLowerInvariant(), null);
            }

            var codes = CodeNames.Select(name => error.TryGetProperty(name, out var value) ? value.ToString() : "");
            return (error.GetRawText().ToLowerInvariant(), codes.FirstOrDefault(value => Code().IsMatch(value)));
        }
        catch (JsonException)
        {
            return ("", null);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]{1,59}$")]
    private static partial Regex Code();
}
