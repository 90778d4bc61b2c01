#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
namespace Pipeline.Storage.Tests;

/// <summary>Needs a real server (see <see cref="PostgresFactAttribute"/>) and the right to mount a <see cref="SmallDisk"/>: skipped also in CI where the system does not give it, and failed where it does and mounting fails.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = !SmallDisk.CanMount ? "Mounting a small disk takes root with CAP_SYS_ADMIN." : new PostgresFactAttribute().Skip;
}
