namespace Pipeline.Formats.Content;

/// <summary>A child's output up to a number of bytes; the next one tells the owner and ends the stream.</summary>
public sealed class CappedStream(Stream inner, long limit, Action overflow) : Stream
{
    private long _left = limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_left < 0)
        {
            return 0;
        }

        var read = inner.Read(buffer);
        _left -= read;
        if (_left < 0)
        {
            overflow();
            return 0;
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
