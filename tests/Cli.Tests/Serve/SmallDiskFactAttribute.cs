using Pipeline.Storage.Tests;

namespace Pipeline.Cli.Tests.Serve;

/// <summary>Needs the right to mount a <see cref="SmallDisk"/>; skipped where the system does not give it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.CanMount ? null : "Mounting a small disk takes root with CAP_SYS_ADMIN.";
}
