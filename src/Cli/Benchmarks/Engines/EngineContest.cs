using System.Diagnostics;
using Pipeline.Cli.Run;
using Pipeline.Inference;
using Pipeline.Inference.OpenAi;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>All contenders on the same documents: a short look at every setting, then the best of them round by round, in turn.</summary>
internal sealed class EngineContest(ContestOptions options, LlamaPeers peers, RunConsole console)
{
    private readonly IReadOnlyList<EngineRequest> _sample = [.. options.Documents.Whole.Take(options.SweepDocuments)];
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _answerTokens;

    /// <param name="afterRound">Told what there is after each round: a contest that is broken off leaves its rounds behind.</param>
    public async Task<ContestResult> RunAsync(Func<ContestResult, Task> afterRound, CancellationToken cancellationToken)
    {
        var sweep = new List<Round>();
        var described = await BestAsync(OwnSetting.Sweep(options.Cores).Select(setting => Own(setting, options.TemplatedModel)), 1, sweep, cancellationToken);
        // Each side writes what its own grammar allows, and the model would write without end: the same work is as many tokens on both sides.
        _answerTokens = (int)Math.Round(sweep.Average(round => (double)round.DecodedTokens / round.Passages));
        Say(FormattableString.Invariant($"llama-server's answers end at {_answerTokens} tokens, the mean of ours"));
        var servers = await BestAsync(ServerSetting.Sweep.Select(setting => Server(setting.ToString(), setting, setting.Slots)), options.BestServers, sweep, cancellationToken);
        var inline = Own(new OwnSetting(EngineStyle.Inline, options.Cores, 1, 1), options.Model);
        var gated = inline with { Name = inline.Name + ", with gate", Requests = options.Documents.Gated };
        var naive = Server("naive: llama-server, one request at a time", new ServerSetting(1, false, 512), documents: 1);
        Contender[] contenders = [inline, gated, described[0], .. servers, naive];

        var result = new ContestResult(inline.Name, gated.Name, described[0].Name, [.. servers.Select(s => s.Name)], naive.Name, [], [], sweep);
        for (var i = 0; i < options.Rounds; i++)
        {
            var round = new List<Round>();
            foreach (var contender in contenders)
            {
                round.Add(await Round.RunAsync(contender, options.Documents.Whole, cancellationToken));
                Say(FormattableString.Invariant($"Round {i + 1} of {options.Rounds}: {contender.Name}: {round[^1].DocumentsPerMinute:0.00} documents a minute"));
            }

            // As many tokens as ours counts for a passage: those of the instructions are in its cache.
            var own = ContestResult.Of(round, described[0].Name);
            var ceiling = await BatchedBench.RunAsync(peers, options.Model, (int)(own.PromptTokens / own.Passages), (int)(own.DecodedTokens / own.Passages) + 1, options.Cores, cancellationToken);
            Say(FormattableString.Invariant($"Round {i + 1} of {options.Rounds}: llama-batched-bench: {ceiling:0} tokens a second, ours {own.TokensPerSecond:0}"));
            result = result with { Rounds = [.. result.Rounds, round], Ceilings = [.. result.Ceilings, ceiling] };
            await afterRound(result);
        }

        return result;
    }

    private async Task<List<Contender>> BestAsync(IEnumerable<Contender> settings, int count, List<Round> sweep, CancellationToken cancellationToken)
    {
        var tried = new List<(Contender Contender, Round Round)>();
        foreach (var contender in settings)
        {
            var round = await Round.RunAsync(contender, _sample, cancellationToken);
            Say(FormattableString.Invariant($"Sweep: {contender.Name}: {round.DocumentsPerMinute:0.00} documents a minute"));
            tried.Add((contender, round));
            sweep.Add(round);
        }

        return [.. tried.OrderByDescending(t => t.Round.DocumentsPerMinute).Take(count).Select(t => t.Contender)];
    }

    private void Say(string message) => console.Say(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(_started).TotalSeconds,5:0} s  {message}"));

    private Contender Own(OwnSetting setting, string model) => new(setting.ToString(), setting.DocumentsAtOnce, _ =>
    {
        var engine = setting.Start(options.Root, model, options.PassageTokens);
        return Task.FromResult(new RunningContender(engine, engine));
    });

    private Contender Server(string name, ServerSetting setting, int documents) => new(name, documents, async token =>
    {
        var server = await LlamaServer.StartAsync(peers, options.Model, setting, options.Cores, token);
        var engine = await OpenAiEngine.StartAsync(
            new OpenAiOptions
            {
                Address = EndpointAddress.Parse(server.Address.ToString()),
                Model = LlamaServer.ModelName,
                Slots = setting.Slots,
                PassageTokens = options.PassageTokens,
                FindingsPerAnswer = ContestOptions.FindingsPerAnswer,
                AnswerTokens = _answerTokens,
                AsksCutAgain = false,
            },
            console,
            token);
        return new RunningContender(engine, engine, server);
    });
}
