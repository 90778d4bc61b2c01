using System.Diagnostics;
using Pipeline.Inference.Scheduling;
using Pipeline.Inference.Supervision;

namespace Pipeline.Inference.OpenAi;

/// <summary>
/// Reads documents through any OpenAI-compatible endpoint (vLLM, llama-server, a hosted model): the described style's prompt, answers by JSON Schema, probabilities from <c>logprobs</c>
/// (docs/second-engine.md). It reaches its endpoint and nothing else. Safe to call from several threads.
/// </summary>
public sealed class OpenAiEngine : IReadingEngine, IAsyncDisposable
{
    // A passage whose answer cannot be used is asked for once more in two parts; a model that always fails must not be asked for each sentence.
    private const int MostRepairs = 1;

    // Of no document. Whoever answers it, asked in the same way, is well.
    private static readonly PlainSentence Harmless = new("It is governed by the laws of the State of Ohio.");

    private readonly OpenAiOptions _options;
    private readonly IProgress<EngineNotice> _notices;
    private readonly EndpointClient _client;
    private readonly PassagePacker _packer;
    private long _requests;
    private long _tokens;
    private long _ticks;
    private int _scores;
    private int _saidUnscored;

    private OpenAiEngine(OpenAiOptions options, IProgress<EngineNotice> notices)
    {
        _options = options;
        _notices = notices;
        _scores = options.LogProbabilities ? 1 : 0;
        _client = new EndpointClient(options, notices);
        // Only the length of a segment's tokens is looked at: a number and a line end beside each sentence.
        _packer = new PassagePacker(text => new int[TokenEstimate.Of(text)], options.PassageTokens, Math.Min(PassagePacker.SegmentTokens, options.PassageTokens), extra: 6);
    }

    /// <summary>A lane is a request at a time, a step a request that was answered; seconds are those of waiting for answers.</summary>
    public EngineStatistics Statistics
    {
        get
        {
            var seconds = TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds;
            return new EngineStatistics(_options.Slots, Interlocked.Read(ref _requests), Interlocked.Read(ref _tokens), seconds, seconds);
        }
    }

    /// <summary>Asks the endpoint which models it serves: so a wrong address, key or model is known before work begins.</summary>
    /// <param name="notices">What people should know while it runs.</param>
    /// <exception cref="EndpointException">It cannot be used, or is of another machine and nobody allowed that.</exception>
    public static async Task<OpenAiEngine> StartAsync(OpenAiOptions options, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        Demand(options);
        var engine = new OpenAiEngine(options, notices);
        try
        {
            var served = await engine._client.ModelsAsync(cancellationToken);
            return served.Count == 0 || served.Contains(options.Model, StringComparer.Ordinal) ? engine : throw engine._client.ModelUnknown(served);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads one document. Cancelling ends its requests.</summary>
    /// <exception cref="ArgumentException">The field list cannot be asked for.</exception>
    /// <exception cref="EndpointException">The endpoint could not be used, or (<see cref="EndpointException.IsOfDocument"/>) not for this document.</exception>
    public async Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Demand(request.Fields);
        var prompt = new EndpointPrompt(_options, request.Fields);
        var reading = new EndpointReading(request);
        var passages = _packer.Pack(request.Sentences);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Slots, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(passages, parallel, async (passage, token) => await ReadPassageAsync(new PassageAsked(request.Fields, prompt, reading), passage, MostRepairs, token));
        }
        catch (EndpointException e) when (e.IsOfDocument)
        {
            throw new EndpointException(e.Problem, e.Message, e) { Spent = Sum(e.Spent, reading.Spent) };
        }

        return reading.Result(passages);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What can be said of an endpoint without a word to it.</summary>
    /// <exception cref="EndpointException">It is of another machine and nobody allowed that, or the key cannot be one.</exception>
    public static void Demand(OpenAiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Address.IsLocal && !options.AllowRemote)
        {
            throw new EndpointException(
                EndpointProblem.RemoteNotAllowed,
                $"The endpoint {options.Address} is not on this machine: the text of every document would go there. If that is meant, say so with --allow-remote-endpoint or Pipeline:Endpoint:AllowRemote.");
        }

        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(c => c is <= ' ' or > '~')))
        {
            throw new EndpointException(EndpointProblem.Unauthorised, "The endpoint's key is empty or holds blanks, line breaks or letters that no key has. Check the file or the environment variable that it comes from.");
        }
    }

    private static EngineUsage Sum(EngineUsage one, EngineUsage other) =>
        new(one.Passages + other.Passages, one.PromptTokens + other.PromptTokens, one.DecodedTokens + other.DecodedTokens, 0);

    private static void Demand(IReadOnlyList<EngineField> fields)
    {
        if (fields.DistinctBy(field => field.Name).Count() < fields.Count)
        {
            throw new ArgumentException("Two fields have the same name.");
        }

        if (fields.FirstOrDefault(field => field.Options.Distinct().Count() < field.Options.Count) is { } twice)
        {
            throw new ArgumentException($"Two options of the field {twice.Name} are the same.");
        }
    }

    /// <summary>An answer that is cut is asked for in two parts, down to single sentences; one that cannot be used, once. What is still so is flagged.</summary>
    private async Task ReadPassageAsync(PassageAsked asked, List<Segment> segments, int repairs, CancellationToken cancellationToken)
    {
        PlainSentence[] sent = [.. segments.Select(segment => new PlainSentence(segment.Text.Text))];
        PassageReading? said = null;
        try
        {
            var completion = await AskAsync(asked.Prompt, sent, cancellationToken);
            asked.Reading.Book(completion);
            said = AnswerReading.Of(completion, segments, sent, asked.Fields, _options.FindingsPerAnswer);
            SayIfUnscored(said);
        }
        catch (EndpointException e) when (e.Problem == EndpointProblem.TooLong && segments.Count > 1)
        {
            // More tokens than were estimated.
        }

        var again = said is null || said.IsCut || (said.IsFaulty && repairs > 0);
        if (again && segments.Count > 1 && (said is null || _options.AsksCutAgain))
        {
            var half = segments.Count / 2;
            var left = said is { IsCut: false } ? repairs - 1 : repairs;
            await ReadPassageAsync(asked, [.. segments.Take(half)], left, cancellationToken);
            await ReadPassageAsync(asked, [.. segments.Skip(half)], left, cancellationToken);
            return;
        }

        asked.Reading.Add(said!, segments, isWhole: said is { IsCut: false, IsFaulty: false });
    }

    private async Task<Completion> AskAsync(EndpointPrompt prompt, PlainSentence[] sent, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var scored = Volatile.Read(ref _scores) == 1;
        Completion completion;
        try
        {
            completion = await _client.CompleteAsync(prompt.For(sent, scored), prompt.For([Harmless], scored), cancellationToken);
        }
        catch (EndpointException e) when (scored && e.Problem == EndpointProblem.LogProbabilitiesRefused)
        {
            Volatile.Write(ref _scores, 0);
            return await AskAsync(prompt, sent, cancellationToken);
        }

        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _tokens, (completion.PromptTokens ?? 0) + (completion.CompletionTokens ?? 0));
        Interlocked.Add(ref _ticks, Stopwatch.GetElapsedTime(began).Ticks);
        return _options.RequireUsage && (completion.PromptTokens is null || completion.CompletionTokens is null) ? throw _client.NoUsage() : completion;
    }

    private void SayIfUnscored(PassageReading said)
    {
        if (!said.IsScored && Interlocked.Exchange(ref _saidUnscored, 1) == 0)
        {
            _notices.Report(new EngineNotice($"The endpoint {_options.Address} gives no probabilities that fit its answers. Fields read without them all go to review."));
        }
    }
}
