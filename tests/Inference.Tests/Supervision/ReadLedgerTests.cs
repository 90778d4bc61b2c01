using Pipeline.Inference.Protocol;
using Pipeline.Inference.Supervision;

namespace Pipeline.Inference.Tests.Supervision;

public sealed class ReadLedgerTests
{
    private readonly ReadLedger _ledger = new();
    private FrameStream _child = new(Stream.Null);

    public ReadLedgerTests() => _ledger.Connect(_child);

    [Fact]
    public void Without_a_crash_all_that_wait_are_sent_at_once_and_in_order()
    {
        var reads = Add(3);

        var sending = _ledger.TakeSendable();

        Assert.Same(_child, sending.Connection);
        Assert.True(sending.WasIdle);
        Assert.Equal(reads, sending.Reads);
        Assert.All(reads, r => Assert.False(r.Alone));
        Assert.True(_ledger.HasWorkInFlight);
        Assert.Empty(Send());
    }

    [Fact]
    public void Work_beside_other_work_does_not_count_as_a_fresh_start()
    {
        Add(1);
        Send();
        Add(1);

        Assert.False(_ledger.TakeSendable().WasIdle);
    }

    [Fact]
    public void After_a_crash_those_in_flight_are_read_one_at_a_time_and_newcomers_wait()
    {
        var reads = Add(3);
        Send();
        Crash(again: 3);
        var newcomer = Add(1)[0];

        foreach (var read in reads)
        {
            Assert.Equal([read], Send());
            Assert.True(read.Alone);
            Assert.Empty(Send());
            _ledger.Land(read.Id);
        }

        Assert.Equal([newcomer], Send());
        Assert.False(newcomer.Alone);
    }

    [Fact]
    public void Nothing_is_sent_while_no_child_is_there()
    {
        Add(2);
        _ledger.Crash();

        var sending = _ledger.TakeSendable();

        Assert.Null(sending.Connection);
        Assert.Empty(sending.Reads);
    }

    [Fact]
    public void What_was_taken_for_a_child_is_never_for_the_next_one()
    {
        var first = _child;
        Add(2);
        var late = _ledger.TakeSendable();
        Crash(again: 2);

        Assert.Same(first, late.Connection);
        Assert.NotSame(first, _ledger.TakeSendable().Connection);
    }

    [Fact]
    public void A_document_is_poison_only_after_two_crashes_alone()
    {
        var read = Add(1)[0];
        Send();
        Crash(again: 1);
        Send();
        Crash(again: 1);
        Assert.Equal([read], Send());

        var (poison, again) = _ledger.Crash();

        Assert.Same(read, poison);
        Assert.Equal(0, again);
        _ledger.Connect(_child);
        Assert.Empty(Send());
    }

    [Fact]
    public void A_suspect_that_nobody_waits_for_any_more_makes_room_for_the_next()
    {
        var reads = Add(3);
        Send();
        Crash(again: 3);
        Assert.Equal([reads[0]], Send());
        reads[1].Completion.TrySetCanceled();
        reads[0].Completion.TrySetCanceled();
        _ledger.Land(reads[0].Id);

        Assert.Equal([reads[2]], Send());
    }

    [Fact]
    public async Task A_closed_ledger_fails_what_it_holds_and_what_comes_later()
    {
        var reads = Add(3);
        Send();
        Crash(again: 3);
        Send();
        reads.AddRange(Add(1));

        _ledger.Close(new EngineSetupException("gone"));
        reads.AddRange(Add(1));

        foreach (var read in reads)
        {
            Assert.Equal("gone", (await Assert.ThrowsAsync<EngineSetupException>(() => read.Completion.Task)).Message);
        }

        Assert.Empty(Send());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_crashes_nothing_is_lost_and_no_innocent_is_parked(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            Simulate(random, new ReadLedger(), documents: 1 + random.Next(40), accidents: random.Next(4));
        }
    }

    /// <summary>Documents of which some kill the child always and some never, accidents that hit the same document alone at most once, callers that give up, and results in any order.</summary>
    private static void Simulate(Random random, ReadLedger ledger, int documents, int accidents)
    {
        ledger.Connect(new FrameStream(Stream.Null));
        var poisonous = new HashSet<long>();
        var all = new Dictionary<long, PendingRead>();
        var flying = new List<PendingRead>();
        var parked = new List<PendingRead>();
        for (var step = 0; all.Count < documents || all.Values.Any(r => !r.Completion.Task.IsCompleted); step++)
        {
            Assert.True(step < 200 * documents, "The ledger stands still.");
            if (all.Count < documents && random.Next(2) == 0)
            {
                var read = ledger.Add(new EngineRequest([], []));
                all.Add(read.Id, read);
                _ = random.Next(8) == 0 && poisonous.Add(read.Id);
            }

            flying.AddRange(ledger.TakeSendable().Reads);
            Assert.Equal(flying.Count, flying.Distinct().Count());
            Assert.True(flying.Count == 1 || !flying.Exists(r => r.Alone), "A suspect is not alone.");
            var accident = accidents > 0 && !flying.Exists(r => r.CrashesAlone > 0) && random.Next(10) == 0;
            if (accident || flying.Exists(r => poisonous.Contains(r.Id) && random.Next(3) == 0))
            {
                accidents -= accident ? 1 : 0;
                if (ledger.Crash().Poison is { } poison)
                {
                    parked.Add(poison);
                    poison.Completion.TrySetException(new EngineCrashException());
                    _ = poison.Completion.Task.Exception;
                }

                flying.Clear();
                ledger.Connect(new FrameStream(Stream.Null));
            }
            else if (flying.Where(r => !poisonous.Contains(r.Id) || random.Next(20) == 0).ToArray() is { Length: > 0 } ends)
            {
                // It is read, or its caller gives up.
                var read = ends[random.Next(ends.Length)];
                Assert.Same(read, ledger.Land(read.Id));
                _ = poisonous.Contains(read.Id) ? read.Completion.TrySetCanceled() : read.Completion.TrySetResult(Reading);
                flying.Remove(read);
            }
        }

        Assert.All(parked, r => Assert.Contains(r.Id, poisonous));
        Assert.All(all.Values.Where(r => !poisonous.Contains(r.Id)), r => Assert.True(r.Completion.Task.IsCompletedSuccessfully));
        Assert.False(ledger.HasWorkInFlight);
    }

    private static EngineReading Reading { get; } = new() { SentenceProbabilities = [], Findings = [], PossibleMisses = [], CutSentences = [], Usage = new EngineUsage(0, 0, 0, 0) };

    private List<PendingRead> Add(int count) => [.. Enumerable.Range(0, count).Select(_ => _ledger.Add(new EngineRequest([], [])))];

    private IReadOnlyList<PendingRead> Send() => _ledger.TakeSendable().Reads;

    private void Crash(int again)
    {
        var (poison, count) = _ledger.Crash();
        Assert.Null(poison);
        Assert.Equal(again, count);
        _ledger.Connect(_child = new FrameStream(Stream.Null));
    }
}
