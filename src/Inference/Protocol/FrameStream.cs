using System.Buffers.Binary;
using System.Text.Json;
using System.Threading.Channels;

namespace Pipeline.Inference.Protocol;

/// <summary>Frames over a byte stream: four bytes of length, little endian, then UTF-8 JSON.</summary>
internal sealed class FrameStream
{
    // 5,000 dense pages are about 30 MB of JSON; a larger length is a broken stream, not a document.
    private const int MaxFrameBytes = 256 << 20;

    private readonly Stream _stream;
    private readonly Channel<EngineFrame> _outgoing = Channel.CreateBounded<EngineFrame>(64);

    public FrameStream(Stream stream) => _stream = stream;

    /// <summary>Queues a frame; waits while the other side is slow.</summary>
    /// <exception cref="ChannelClosedException">The connection is gone.</exception>
    public ValueTask SendAsync(EngineFrame frame, CancellationToken cancellationToken) => _outgoing.Writer.WriteAsync(frame, cancellationToken);

    /// <summary>Writes queued frames until cancelled or the stream breaks.</summary>
    public async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await WriteAsync(frame, cancellationToken);
            }
        }
        finally
        {
            // Nobody drains the queue any more: a sender must not wait for room in it.
            _outgoing.Writer.TryComplete();
        }
    }

    /// <summary>Writes past the queue: for a side that does not run <see cref="WriteAllAsync"/>.</summary>
    public async Task WriteAsync(EngineFrame frame, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(frame, FrameJson.Default.EngineFrame);
        var bytes = new byte[4 + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 4);
        await _stream.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>The next frame, or null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The stream is not ours.</exception>
    public async Task<EngineFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        var header = new byte[4];
        if (await _stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken) < header.Length)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is <= 0 or > MaxFrameBytes)
        {
            throw new InvalidDataException($"A frame of {length} bytes is not one of ours.");
        }

        var json = new byte[length];
        if (await _stream.ReadAtLeastAsync(json, length, throwOnEndOfStream: false, cancellationToken) < length)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, FrameJson.Default.EngineFrame);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("A frame is not one of ours.", e);
        }
    }
}
