namespace Pipeline.Workers.Reading.Isolation;

/// <summary>Why a limited child ended.</summary>
public enum ProcessEnd
{
    /// <summary>By itself, with an exit code.</summary>
    Exited,

    /// <summary>By a signal that was not ours: a crash, or a limit of the kernel other than CPU time.</summary>
    Crashed,

    /// <summary>It used up its wall-clock or CPU time.</summary>
    TimedOut,

    /// <summary>It wrote more than it may.</summary>
    TooMuchOutput,

    /// <summary>Its output was refused by the code that reads it.</summary>
    OutputRefused,
}
