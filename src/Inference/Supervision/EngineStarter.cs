using System.Globalization;

namespace Pipeline.Inference.Supervision;

/// <summary>Starts children: on less memory where it is short, and with growing pauses where starts come to nothing.</summary>
internal sealed class EngineStarter
{
    private static readonly EngineRequest Harmless = new(
        [new EngineSentence("This Agreement is governed by the laws of the State of Ohio.", [])],
        [new EngineField("governing_law", EngineValue.Required) { Kind = "jurisdiction", Description = "The law that governs the contract" }]);

    private readonly EngineChildOptions _options;
    private readonly IProgress<EngineNotice> _notices;
    private EngineSettings _settings;
    private int _stepsDown;
    private bool _killedBefore;

    public EngineStarter(EngineChildOptions options, IProgress<EngineNotice> notices)
    {
        (_options, _notices, _settings) = (options, notices, options.Settings);
    }

    /// <summary>Whether so many starts in a row came to nothing that only a proof can tell whether there is any use in another.</summary>
    public bool Doubts(RestartPause pause) => pause.Fruitless > _options.StartAttempts;

    /// <summary>Sizes that fitted into memory; they stay for later starts.</summary>
    public EngineSettings Settings => _settings;

    /// <summary>One start. Where memory for contexts is short: with half the slots, then with half the context as well.</summary>
    /// <exception cref="EngineSetupException">It cannot start, not even so.</exception>
    public async Task<EngineChild> StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await EngineChild.StartAsync(_options with { Settings = _settings }, cancellationToken);
            }
            catch (EngineSetupException e) when (e.Shortage == EngineShortage.Suspected && !_killedBefore)
            {
                // Somebody else may have killed it; twice is the kernel.
                _killedBefore = true;
                _notices.Report(new EngineNotice("The model process was killed while it loaded. Starting it again."));
            }
            catch (EngineSetupException e) when (e.Shortage is EngineShortage.Context or EngineShortage.Suspected)
            {
                StepDown(e);
            }
        }
    }

    /// <summary>Starts until one succeeds or so many in a row came to nothing that work is given up.</summary>
    /// <exception cref="EngineSetupException">Why the last one failed.</exception>
    public async Task<EngineChild> StartPatientlyAsync(RestartPause pause, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(pause.Next, cancellationToken);
            try
            {
                return await StartAsync(cancellationToken);
            }
            catch (EngineSetupException e) when (pause.Fruitless < _options.StartAttempts)
            {
                pause.Failed();
                _notices.Report(new EngineNotice(string.Create(CultureInfo.InvariantCulture, $"Start {pause.Fruitless} of {_options.StartAttempts + 1} failed: {e.Message}")));
            }
        }
    }

    /// <summary>Returns when a child of its own has read a harmless sentence: then the document that crashed others is to blame, not the engine.
    /// That child is ended: the sentence would lie in its cache, and readings would differ in their last digits.</summary>
    /// <exception cref="EngineSetupException">The engine dies on anything.</exception>
    public async Task ProveAsync(RestartPause pause, TimeSpan limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(pause.Next, cancellationToken);
            try
            {
                await ReadHarmlessTextAsync(limit, cancellationToken);
                pause.Progressed();
                return;
            }
            catch (EngineSetupException e) when (pause.Fruitless < _options.StartAttempts)
            {
                pause.Failed();
                _notices.Report(new EngineNotice(e.Message));
            }
        }
    }

    private async Task ReadHarmlessTextAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await using var child = await StartAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        try
        {
            if (!await child.AnswersAsync(Harmless, patience.Token))
            {
                throw new EngineSetupException($"The model process dies on any text ({await child.DescribeEndAsync()}).");
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            child.Kill();
            throw new EngineSetupException("The model process hangs on any text.", e);
        }
    }

    private void StepDown(EngineSetupException shortage)
    {
        if (SmallerSettings.Of(_options.Settings, _stepsDown + 1) is not { } smaller)
        {
            throw new EngineSetupException(
                $"{shortage.Message} It is too little even with half the slots and half the context. Close other programs, raise the memory limit, use a smaller model, or ask for less: --lanes, --slots, Pipeline:Engine:StepTokens.", shortage)
            {
                Shortage = shortage.Shortage,
            };
        }

        _stepsDown++;
        _settings = smaller.Settings;
        _notices.Report(new EngineNotice($"{shortage.Message} Trying with less: {smaller.Words}."));
    }
}
