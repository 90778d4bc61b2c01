using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Workers.Reading.Isolation;

/// <summary>A pipe whose writing end goes to a child.</summary>
internal sealed class ChildPipe : IDisposable
{
    private readonly SafeFileHandle _read;

    public ChildPipe()
    {
        var ends = new int[2];
        // Closed on exec: a child that another thread starts now must not hold this pipe open.
        if (NativeMethods.Pipe(ends, NativeMethods.CloseOnExec) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        Writer = new SafeFileHandle(ends[1], ownsHandle: true);
        _read = new SafeFileHandle(ends[0], ownsHandle: true);
        Reader = new FileStream(_read, FileAccess.Read, bufferSize: 0);
    }

    public FileStream Reader { get; }

    public SafeFileHandle Writer { get; }

    public void Dispose()
    {
        Writer.Dispose();
        Reader.Dispose();
        _read.Dispose();
    }
}
