namespace Pipeline.Inference.Supervision;

/// <summary>Several children behind one seam, one for each GPU. A document goes to the one with the fewest.</summary>
public sealed class EngineFleet : IReadingEngine, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<Member> _members;

    private EngineFleet(IReadOnlyList<Member> members) => _members = members;

    /// <inheritdoc/>
    public EngineStatistics Statistics => _members.Select(member => member.Engine.Statistics).Aggregate((a, b) => new EngineStatistics(
        a.Lanes + b.Lanes, a.Steps + b.Steps, a.Tokens + b.Tokens, a.DecodeSeconds + b.DecodeSeconds, a.BusySeconds + b.BusySeconds)
    {
        AllocatedBytes = a.AllocatedBytes + b.AllocatedBytes,
    });

    /// <summary>Process ids of the children.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _members.Select(member => member.Engine.ProcessId)];

    /// <exception cref="EngineSetupException">A child cannot start; those that did are ended.</exception>
    public static async Task<EngineFleet> StartAsync(IReadOnlyList<EngineChildOptions> children, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        var starting = children.Select(options => SupervisedEngine.StartAsync(options, notices, cancellationToken)).ToArray();
        Task all = Task.WhenAll(starting);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.FirstOrDefault(start => !start.IsCompletedSuccessfully) is { } failed)
        {
            foreach (var start in starting.Where(start => start.IsCompletedSuccessfully))
            {
                await (await start).DisposeAsync();
            }

            await failed;
        }

        return new EngineFleet([.. await Task.WhenAll(starting.Select(async start => new Member(await start)))]);
    }

    /// <inheritdoc/>
    public async Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var member = Take();
            try
            {
                return await member.Engine.ReadAsync(request, cancellationToken);
            }
            catch (EngineSetupException) when (Lose(member))
            {
                // Its GPU is gone for good: the others go on with what it had.
            }
            finally
            {
                Give(member);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            await member.Engine.DisposeAsync();
        }
    }

    private Member Take()
    {
        lock (_gate)
        {
            var member = _members.Where(m => !m.IsLost).DefaultIfEmpty(_members[0]).MinBy(m => m.Reading)!;
            member.Reading++;
            return member;
        }
    }

    private void Give(Member member)
    {
        lock (_gate)
        {
            member.Reading--;
        }
    }

    /// <summary>False where nobody is left.</summary>
    private bool Lose(Member member)
    {
        lock (_gate)
        {
            member.IsLost = true;
            return _members.Any(m => !m.IsLost);
        }
    }

    private sealed class Member(SupervisedEngine engine)
    {
        public SupervisedEngine Engine { get; } = engine;

        public int Reading { get; set; }

        public bool IsLost { get; set; }
    }
}
