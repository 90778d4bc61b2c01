using Pipeline.Inference.Scheduling;

namespace Pipeline.Inference.Tests.Scheduling;

public sealed class PassageQueueTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task Interactive_passages_are_taken_before_bulk_ones_that_came_first()
    {
        var queue = Queue();
        await EnterAsync(queue, "b", 3, EnginePriority.Bulk);
        await EnterAsync(queue, "i", 2, EnginePriority.Interactive);

        Assert.Equal(["i0", "i1", "b0", "b1", "b2"], Drain(queue));
    }

    [Fact]
    public async Task A_bulk_passage_that_has_waited_long_gets_its_share_and_no_more()
    {
        var queue = Queue(new QueueLimits { BulkShare = 4, BulkPatience = TimeSpan.FromSeconds(30) });
        await EnterAsync(queue, "b", 4, EnginePriority.Bulk);
        _clock.Advance(TimeSpan.FromSeconds(29));
        await EnterAsync(queue, "i", 12, EnginePriority.Interactive);
        Assert.Equal(["i0", "i1", "i2", "i3", "i4"], Drain(queue, 5));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["b0", "i5", "i6", "i7", "b1", "i8", "i9", "i10", "b2", "i11", "b3"], Drain(queue));
    }

    [Fact]
    public async Task Nothing_makes_way_for_a_bulk_passage_nor_where_one_that_waited_long_is_next()
    {
        var queue = Queue(new QueueLimits { BulkShare = 2, BulkPatience = TimeSpan.FromSeconds(30) });
        await EnterAsync(queue, "b", 2, EnginePriority.Bulk);
        Assert.Null(queue.TryTakeInteractive(int.MaxValue));
        await EnterAsync(queue, "i", 3, EnginePriority.Interactive);
        Assert.Null(queue.TryTakeInteractive(0));
        Assert.NotNull(queue.TryTakeInteractive(int.MaxValue));

        _clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Null(queue.TryTakeInteractive(int.MaxValue));
        Assert.Equal(["b0", "i1", "b1", "i2"], Drain(queue));
    }

    [Fact]
    public async Task What_is_read_again_goes_before_what_waits_of_its_priority()
    {
        var queue = Queue();
        await EnterAsync(queue, "b", 2, EnginePriority.Bulk);
        var split = Document("s", 2, EnginePriority.Bulk);

        Assert.True(queue.TryReturn(split));

        Assert.Equal(["s0", "s1", "b0", "b1"], Drain(queue));
    }

    [Fact]
    public async Task A_full_queue_lets_the_next_document_in_when_it_has_room_and_only_one_at_a_time()
    {
        var queue = Queue(new QueueLimits { Passages = 2 });
        await EnterAsync(queue, "a", 3, EnginePriority.Bulk);
        var second = queue.WaitForRoomAsync(EnginePriority.Bulk, CancellationToken.None);
        var third = queue.WaitForRoomAsync(EnginePriority.Bulk, CancellationToken.None);
        Assert.Equal(["a0"], Drain(queue, 1));
        Assert.False(second.IsCompleted);

        Assert.Equal(["a1"], Drain(queue, 1));
        await second.WaitAsync(Moment * 10);
        Assert.False(third.IsCompleted);

        // The second brings nothing: its turn passes on all the same.
        Assert.True(queue.Enter(EnginePriority.Bulk, []));
        await third.WaitAsync(Moment * 10);
    }

    [Fact]
    public async Task A_queue_full_of_bulk_work_takes_interactive_documents()
    {
        var queue = Queue(new QueueLimits { Passages = 2 });
        await EnterAsync(queue, "b", 5, EnginePriority.Bulk);

        await EnterAsync(queue, "i", 1, EnginePriority.Interactive).WaitAsync(Moment * 10);

        Assert.Equal(["i0", "b0"], Drain(queue, 2));
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_for_room_leaves_his_place_to_the_next()
    {
        var queue = Queue(new QueueLimits { Passages = 1 });
        await EnterAsync(queue, "a", 1, EnginePriority.Bulk);
        using var cancel = new CancellationTokenSource();
        var impatient = queue.WaitForRoomAsync(EnginePriority.Bulk, cancel.Token);
        var patient = queue.WaitForRoomAsync(EnginePriority.Bulk, CancellationToken.None);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        Drain(queue, 1);
        await patient.WaitAsync(Moment * 10);
    }

    [Fact]
    public async Task Cancelled_passages_are_dropped_and_their_room_is_given_on()
    {
        var queue = Queue(new QueueLimits { Passages = 1 });
        using var cancel = new CancellationTokenSource();
        await queue.WaitForRoomAsync(EnginePriority.Bulk, CancellationToken.None);
        queue.Enter(EnginePriority.Bulk, Document("c", 2, EnginePriority.Bulk, cancel.Token));
        var next = EnterAsync(queue, "n", 1, EnginePriority.Bulk);

        await cancel.CancelAsync();

        Assert.Empty(Drain(queue));
        await next.WaitAsync(Moment * 10);
        Assert.Equal(["n0"], Drain(queue));
    }

    [Fact]
    public async Task Closing_gives_back_what_waits_and_tells_who_comes_later()
    {
        var queue = Queue(new QueueLimits { Passages = 1 });
        await EnterAsync(queue, "a", 2, EnginePriority.Bulk);
        var waiting = queue.WaitForRoomAsync(EnginePriority.Bulk, CancellationToken.None);

        Assert.Equal(["a0", "a1"], queue.Close().Select(NameOf));

        await waiting.WaitAsync(Moment * 10);
        Assert.False(queue.Enter(EnginePriority.Bulk, Document("b", 1, EnginePriority.Bulk)));
        Assert.False(queue.TryReturn(Document("b", 1, EnginePriority.Bulk)));
        Assert.False(queue.Wait());
    }

    private PassageQueue Queue(QueueLimits? limits = null) => new(limits ?? new QueueLimits(), _clock);

    private static async Task EnterAsync(PassageQueue queue, string name, int passages, EnginePriority priority)
    {
        await queue.WaitForRoomAsync(priority, CancellationToken.None);
        Assert.True(queue.Enter(priority, Document(name, passages, priority)));
    }

    private static Passage[] Document(string name, int passages, EnginePriority priority, CancellationToken cancelled = default)
    {
        var sentences = Enumerable.Range(0, passages).Select(i => new EngineSentence($"{name}{i}", [])).ToArray();
        var job = new ReadJob(new EngineRequest(sentences, []) { Priority = priority }, cancelled);
        return [.. sentences.Select((sentence, i) => new Passage(job, [new Segment(i, 0, sentence, [1])], lineFeed: 0))];
    }

    private static string NameOf(Passage passage) => passage.Segments[0].Text.Text;

    private static List<string> Drain(PassageQueue queue, int most = int.MaxValue)
    {
        var taken = new List<string>();
        while (taken.Count < most && queue.TryTake(int.MaxValue) is { } passage)
        {
            taken.Add(NameOf(passage));
        }

        return taken;
    }

    /// <summary>Time that passes only when it is told to.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
