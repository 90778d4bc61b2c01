namespace Pipeline.Ingest.Tests.Api;

/// <summary>A PDF of so many bytes that need not be held anywhere. Has no length: it is sent in chunks.</summary>
public sealed class EndlessStream(long length) : Stream
{
    private static readonly byte[] Head = "%PDF-1.7\n"u8.ToArray();

    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = (int)Math.Min(count, length - _at);
        for (var i = 0; i < read; i++)
        {
            var place = _at + i;
            buffer[offset + i] = place < Head.Length ? Head[place] : (byte)'x';
        }

        _at += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
