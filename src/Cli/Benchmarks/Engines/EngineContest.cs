using Pipeline.Cli.Run;
using Pipeline.Inference;
using Pipeline.Inference.OpenAi;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>All contenders on the same documents: a short look at every setting, then the best of them round by round, in turn.</summary>
internal sealed class EngineContest(ContestOptions options, LlamaPeers peers, RunConsole console)
{
    private readonly IReadOnlyList<EngineRequest> _sample = [options.Requests[0]];

    public async Task<ContestResult> RunAsync(CancellationToken cancellationToken)
    {
        var sweep = new List<Round>();
        var servers = await BestAsync(ServerSetting.Sweep.Select(setting => Server(setting.ToString(), setting, setting.Slots)), options.BestServers, sweep, cancellationToken);
        var described = await BestAsync(OwnSetting.Sweep(options.Cores).Select(setting => Own(setting, options.TemplatedModel)), 1, sweep, cancellationToken);
        var inline = Own(new OwnSetting(EngineStyle.Inline, options.Cores, 1, 1), options.Model);
        var naive = Server("naive: llama-server, one request at a time", new ServerSetting(1, false, 512), documents: 1);
        Contender[] contenders = [inline, described[0], .. servers, naive];

        var rounds = new List<IReadOnlyList<Round>>();
        var ceilings = new List<double>();
        for (var i = 0; i < options.Rounds; i++)
        {
            var round = new List<Round>();
            foreach (var contender in contenders)
            {
                console.Say(FormattableString.Invariant($"Round {i + 1} of {options.Rounds}: {contender.Name}"));
                round.Add(await Round.RunAsync(contender, options.Requests, cancellationToken));
                console.Say(FormattableString.Invariant($"  {round[^1].DocumentsPerMinute:0.00} documents a minute"));
            }

            rounds.Add(round);
            // As many tokens as llama-server counted for a passage, instructions included.
            var server = round[2];
            ceilings.Add(await BatchedBench.RunAsync(peers, options.Model, (int)(server.PromptTokens / server.Passages), (int)(server.DecodedTokens / server.Passages) + 1, options.Cores, cancellationToken));
        }

        return new ContestResult(inline.Name, described[0].Name, [.. servers.Select(s => s.Name)], naive.Name, rounds, ceilings, sweep);
    }

    private async Task<List<Contender>> BestAsync(IEnumerable<Contender> settings, int count, List<Round> sweep, CancellationToken cancellationToken)
    {
        var tried = new List<(Contender Contender, Round Round)>();
        foreach (var contender in settings)
        {
            var round = await Round.RunAsync(contender, _sample, cancellationToken);
            console.Say(FormattableString.Invariant($"Sweep: {contender.Name}: {round.DocumentsPerMinute:0.00} documents a minute"));
            tried.Add((contender, round));
            sweep.Add(round);
        }

        return [.. tried.OrderByDescending(t => t.Round.DocumentsPerMinute).Take(count).Select(t => t.Contender)];
    }

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
                AnswerTokens = ContestOptions.AnswerTokens,
                AsksCutAgain = false,
            },
            console,
            token);
        return new RunningContender(engine, engine, server);
    });
}
