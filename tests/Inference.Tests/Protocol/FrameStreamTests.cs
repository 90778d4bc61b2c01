using System.Buffers.Binary;
using System.Text;
using System.Threading.Channels;
using Pipeline.Inference.Protocol;

namespace Pipeline.Inference.Tests.Protocol;

public sealed class FrameStreamTests
{
    [Fact]
    public async Task Frames_come_out_as_they_went_in()
    {
        var request = new EngineRequest(
            [new EngineSentence("\"Ohio\" \\ \u0001 é 😀 \u2028", [new OfferedSpan("date", 1, 4)]), new EngineSentence("", [])],
            [new EngineField("governing_law", EngineValue.Required), new EngineField("term", EngineValue.Optional, "duration"), new EngineField("clause", EngineValue.None), new EngineField("state", EngineValue.Required) { Options = ["paid", "\"un\"paid"], Many = true }]);
        var reading = new EngineReading
        {
            SentenceProbabilities = [0.25, 1e-9],
            Findings = [new EngineFinding(0, "governing_law", 1, 4, 0.5, new EngineDecisions { Value = -1.5, Truncated = true }), new EngineFinding(1, "clause", null, null, 1, new EngineDecisions()), new EngineFinding(1, "state", null, null, 1, new EngineDecisions()) { Choice = "\"un\"paid" }],
            PossibleMisses = [new EnginePossibleMiss(1, "term", 0.03)],
            CutSentences = [1],
            Usage = new EngineUsage(1, 20, 3, 0.5),
        };
        EngineFrame[] frames = [new ReadyFrame("1"), new ReadFrame(1, request), new CancelFrame(2), new ReadingFrame(3, reading), new RefusedFrame(4, "why", Asked: true), new ProgressFrame(new EngineStatistics(1, 2, 3, 4, 5))];

        using var bytes = new MemoryStream();
        await WriteAsync(bytes, frames);
        bytes.Position = 0;
        var stream = new FrameStream(bytes);

        foreach (var frame in frames)
        {
            Assert.Equivalent(frame, await stream.ReadAsync(CancellationToken.None), strict: true);
        }

        Assert.Null(await stream.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_keeps_every_offset()
    {
        using var bytes = new MemoryStream();
        await WriteAsync(bytes, [new ReadFrame(1, new EngineRequest([new EngineSentence("ab \ud83d cd", [])], []))]);
        bytes.Position = 0;

        var read = Assert.IsType<ReadFrame>(await new FrameStream(bytes).ReadAsync(CancellationToken.None));

        Assert.Equal("ab \ufffd cd", read.Request.Sentences[0].Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData((256 << 20) + 1)]
    public async Task A_length_that_no_frame_has_is_refused_without_reserving_it(int length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync(length, "{}"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"kind\":\"sing\"}")]
    [InlineData("{\"kind\":")]
    [InlineData("\u0001")]
    public async Task What_is_no_frame_of_ours_is_refused(string json) =>
        await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync(json.Length, json));

    [Fact]
    public async Task A_stream_that_breaks_off_ends()
    {
        Assert.Null(await ReadAsync(100, "{\"kind\":"));
        using var half = new MemoryStream([1, 0]);
        Assert.Null(await new FrameStream(half).ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_waits_for_room_in_the_queue_of_a_broken_stream()
    {
        var frames = new FrameStream(new BrokenStream());
        var writing = frames.WriteAllAsync(CancellationToken.None);

        await Assert.ThrowsAsync<ChannelClosedException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await frames.SendAsync(new CancelFrame(i), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            }
        });
        await Assert.ThrowsAsync<IOException>(() => writing);
    }

    private static async Task WriteAsync(MemoryStream bytes, EngineFrame[] frames)
    {
        var stream = new FrameStream(bytes);
        using var stop = new CancellationTokenSource();
        foreach (var frame in frames)
        {
            await stream.SendAsync(frame, CancellationToken.None);
        }

        var writing = stream.WriteAllAsync(stop.Token);
        while (Count(bytes) < frames.Length)
        {
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    private static int Count(MemoryStream bytes)
    {
        var (count, at, all) = (0, 0, bytes.ToArray());
        while (at + 4 <= all.Length && at + 4 + BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(at)) is var next && next <= all.Length)
        {
            (count, at) = (count + 1, next);
        }

        return count;
    }

    private static async Task<EngineFrame?> ReadAsync(int length, string json)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        using var stream = new MemoryStream([.. bytes, .. Encoding.UTF8.GetBytes(json)]);
        return await new FrameStream(stream).ReadAsync(CancellationToken.None);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException(new IOException("Broken pipe"));
    }
}
