using Microsoft.Win32.SafeHandles;
using Pipeline.Ingest.Drop.Posix;

namespace Pipeline.Ingest.Drop;

/// <summary>Reads a file that must not change meanwhile: where it did, the end is not reached but <see cref="DropBusyException"/> thrown, so that whoever copies it keeps nothing.</summary>
internal sealed class StillFile : Stream
{
    private readonly SafeFileHandle _file;
    private readonly FileFacts _facts;
    private long _position;

    private StillFile(SafeFileHandle file, FileFacts facts)
    {
        _file = file;
        _facts = facts;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _facts.Size;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <param name="file">Becomes the stream's.</param>
    /// <exception cref="DropBusyException">Somebody has it open for writing.</exception>
    public static StillFile Open(SafeFileHandle file)
    {
        try
        {
            return Writers.HasOne(file) ? throw new DropBusyException() : new StillFile(file, FileFacts.Of(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="DropBusyException">It is not as it was when it was opened.</exception>
    public void Check()
    {
        if (FileFacts.Of(_file) != _facts || Writers.HasOne(_file))
        {
            throw new DropBusyException();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var read = RandomAccess.Read(_file, buffer, _position);
        _position += read;
        if (read == 0 || _position > _facts.Size)
        {
            Check();
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // A file's read blocks whatever it is called; where it is slow, the reader waits and no other file does.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        SeekOrigin.End => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
