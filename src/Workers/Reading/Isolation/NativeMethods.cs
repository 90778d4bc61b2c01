// LibraryImport generates unsafe code, which this project does not allow; every argument here is blittable, a string or an array of pointers.
#pragma warning disable SYSLIB1054

using System.Runtime.InteropServices;

namespace Pipeline.Workers.Reading.Isolation;

/// <summary>The part of libc that starts a child and reaps it with its own resource usage: <see cref="System.Diagnostics.Process"/> reaps by itself and throws the usage away.</summary>
internal static class NativeMethods
{
    public const int SigKill = 9;
    public const int SigXcpu = 24;
    public const int CloseOnExec = 0x80000;
    public const int InterruptedCall = 4;
    public const short SpawnSetSignalDefaults = 0x04;
    public const short SpawnSetSignalMask = 0x08;
    public const short SpawnSetSession = 0x80;
    public const int WaitProcess = 1;
    public const int WaitExited = 4;
    public const int WaitNoReap = 0x01000000;

    /// <summary>Room for any of libc's opaque structures: glibc's largest, posix_spawnattr_t, has 336 bytes.</summary>
    public const int OpaqueBytes = 1024;

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static extern int Pipe(int[] ends, int flags);

    [DllImport("libc", EntryPoint = "posix_spawn")]
    public static extern int Spawn(out int process,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] actions, byte[] attributes, nint[] arguments, nint[] environment);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static extern int InitActions(byte[] actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static extern int AddDuplicate(byte[] actions, int from, int to);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static extern int DestroyActions(byte[] actions);

    [DllImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static extern int InitAttributes(byte[] attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static extern int SetFlags(byte[] attributes, short flags);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static extern int SetSignalDefaults(byte[] attributes, byte[] signals);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static extern int SetSignalMask(byte[] attributes, byte[] signals);

    [DllImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static extern int DestroyAttributes(byte[] attributes);

    [DllImport("libc", EntryPoint = "sigfillset")]
    public static extern int FillSignals(byte[] signals);

    [DllImport("libc", EntryPoint = "sigemptyset")]
    public static extern int ClearSignals(byte[] signals);

    [DllImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static extern int WaitForState(int kind, int process, byte[] information, int options);

    [DllImport("libc", EntryPoint = "wait4", SetLastError = true)]
    public static extern int Reap(int process, out int status, int options, out ResourceUsage usage);

    [DllImport("libc", EntryPoint = "kill")]
    public static extern int Kill(int process, int signal);
}
