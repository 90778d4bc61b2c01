using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Workers.Reading.Isolation;

/// <summary>One child in a session of its own, with its output in pipes.</summary>
/// <param name="command">Absolute path of the program, then its arguments.</param>
/// <param name="input">Becomes its standard input; stays the caller's.</param>
internal sealed class ChildProcess(IReadOnlyList<string> command, SafeFileHandle input) : IDisposable
{
    private readonly Lock _reaping = new();
    private readonly ChildPipe _output = new();
    private readonly ChildPipe _errors = new();
    private int _process;
    private bool _reaped;

    public Stream Output => _output.Reader;

    public Stream Errors => _errors.Reader;

    /// <summary>Starts the child, blocks until it has ended, kills what it left behind, and gives its wait status and usage.
    /// One thread does all of it: a sandbox dies with the thread that started it, not with the process.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public (int Status, ResourceUsage Usage) Run()
    {
        using (_output.Writer)
        using (_errors.Writer)
        {
            lock (_reaping)
            {
                _process = Spawner.Start(command, input, _output.Writer, _errors.Writer);
            }
        }

        var information = new byte[NativeMethods.OpaqueBytes];
        while (NativeMethods.WaitForState(NativeMethods.WaitProcess, _process, information, NativeMethods.WaitExited | NativeMethods.WaitNoReap) != 0)
        {
            ThrowUnlessInterrupted();
        }

        lock (_reaping)
        {
            // Until it is reaped, its number cannot belong to anyone else.
            _ = NativeMethods.Kill(-_process, NativeMethods.SigKill);
            int status;
            ResourceUsage usage;
            while (NativeMethods.Reap(_process, out status, 0, out usage) < 0)
            {
                ThrowUnlessInterrupted();
            }

            _reaped = true;
            return (status, usage);
        }
    }

    /// <summary>Kills the processes below the child; their parent then ends by itself and passes on what CPU time they used, which is lost when it is killed first.</summary>
    /// <returns>False when there is nothing but the child itself.</returns>
    public bool KillDescendants()
    {
        lock (_reaping)
        {
            var children = Alive ? Children() : [];
            foreach (var child in children)
            {
                _ = NativeMethods.Kill(child, NativeMethods.SigKill);
            }

            return children.Count > 0;
        }
    }

    /// <returns>False when there is no child yet.</returns>
    public bool KillTree()
    {
        lock (_reaping)
        {
            if (Alive)
            {
                _ = NativeMethods.Kill(-_process, NativeMethods.SigKill);
            }

            return _process != 0;
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private bool Alive => _process != 0 && !_reaped;

    private List<int> Children()
    {
        try
        {
            var list = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process}/task/{_process}/children"));
            return [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            // The kernel does not list children, or the child has just gone: the group is killed in any case.
            return [];
        }
    }

    private static void ThrowUnlessInterrupted()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != NativeMethods.InterruptedCall)
        {
            // ECHILD here means that this process was started with SIGCHLD ignored: children then vanish without a status.
            throw new Win32Exception(error);
        }
    }
}
