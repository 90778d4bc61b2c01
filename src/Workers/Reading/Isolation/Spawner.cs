using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Workers.Reading.Isolation;

/// <summary>posix_spawn with a clean environment, default signals, a new session and three descriptors of our choice.</summary>
internal static class Spawner
{
    private const int SignalSetBytes = 128;

    // Nothing of ours reaches a parser: no keys, no connection strings, no proxy settings.
    // One thread for tesseract: with more it only waits for itself, and the CPU time limit counts them all.
    private static readonly string[] Environment = ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1"];

    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static int Start(IReadOnlyList<string> command, SafeFileHandle input, SafeFileHandle output, SafeFileHandle errors)
    {
        var actions = new byte[NativeMethods.OpaqueBytes];
        var attributes = new byte[NativeMethods.OpaqueBytes];
        Check(NativeMethods.InitActions(actions));
        try
        {
            Check(NativeMethods.AddDuplicate(actions, (int)input.DangerousGetHandle(), 0));
            Check(NativeMethods.AddDuplicate(actions, (int)output.DangerousGetHandle(), 1));
            Check(NativeMethods.AddDuplicate(actions, (int)errors.DangerousGetHandle(), 2));
            Check(NativeMethods.InitAttributes(attributes));
            try
            {
                SetSignals(attributes);
                return Start(command, actions, attributes);
            }
            finally
            {
                _ = NativeMethods.DestroyAttributes(attributes);
            }
        }
        finally
        {
            _ = NativeMethods.DestroyActions(actions);
            GC.KeepAlive(input);
            GC.KeepAlive(output);
            GC.KeepAlive(errors);
        }
    }

    private static int Start(IReadOnlyList<string> command, byte[] actions, byte[] attributes)
    {
        var arguments = ToNative(command);
        var environment = ToNative(Environment);
        try
        {
            Check(NativeMethods.Spawn(out var process, command[0], actions, attributes, arguments, environment));
            return process;
        }
        finally
        {
            Array.ForEach(arguments, Marshal.FreeCoTaskMem);
            Array.ForEach(environment, Marshal.FreeCoTaskMem);
        }
    }

    // A null pointer ends the list.
    private static nint[] ToNative(IReadOnlyList<string> texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    // .NET ignores SIGPIPE, and what is ignored stays ignored over exec: a tool whose output nobody reads would go on writing.
    private static void SetSignals(byte[] attributes)
    {
        var signals = new byte[SignalSetBytes];
        Check(NativeMethods.ClearSignals(signals));
        Check(NativeMethods.SetSignalMask(attributes, signals));
        Check(NativeMethods.FillSignals(signals));
        Check(NativeMethods.SetSignalDefaults(attributes, signals));
        Check(NativeMethods.SetFlags(attributes, NativeMethods.SpawnSetSession | NativeMethods.SpawnSetSignalDefaults | NativeMethods.SpawnSetSignalMask));
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }
}
