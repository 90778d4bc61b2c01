using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Inference.Backends;

/// <summary>The NVIDIA driver's API (cuda.h), as far as it describes devices.</summary>
internal static unsafe class CudaDriver
{
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;

    public static (int Version, string? Error, IReadOnlyList<CudaDevice> Devices) Ask()
    {
        if (!NativeLibrary.TryLoad(GpuLibraries.CudaDriver, out var library))
        {
            return (0, null, []);
        }

        int version = 0, count = 0;
        _ = ((delegate* unmanaged<int*, int>)Function(library, "cuDriverGetVersion"))(&version);
        var code = ((delegate* unmanaged<uint, int>)Function(library, "cuInit"))(0);
        if (code == 0)
        {
            code = ((delegate* unmanaged<int*, int>)Function(library, "cuDeviceGetCount"))(&count);
        }

        return code != 0
            ? (version, string.Create(CultureInfo.InvariantCulture, $"cuInit failed with code {code}{Meaning(code)}"), [])
            : (version, null, [.. Enumerable.Range(0, count).Select(i => Describe(library, i, VisibleDevices.Id("CUDA_VISIBLE_DEVICES", i)))]);
    }

    private static CudaDevice Describe(nint library, int ordinal, string id)
    {
        int device, major, minor;
        nuint bytes;
        var name = stackalloc byte[256];
        _ = ((delegate* unmanaged<int*, int, int>)Function(library, "cuDeviceGet"))(&device, ordinal);
        _ = ((delegate* unmanaged<byte*, int, int, int>)Function(library, "cuDeviceGetName"))(name, 256, device);
        _ = ((delegate* unmanaged<nuint*, int, int>)Function(library, "cuDeviceTotalMem_v2"))(&bytes, device);
        var attribute = (delegate* unmanaged<int*, int, int, int>)Function(library, "cuDeviceGetAttribute");
        _ = attribute(&major, CapabilityMajor, device);
        _ = attribute(&minor, CapabilityMinor, device);
        return new CudaDevice(id, Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)), (10 * major) + minor, (long)bytes);
    }

    // CUresult of cuda.h, those that a machine's set-up brings about.
    private static string Meaning(int code) => code switch
    {
        100 => " (no device)",
        803 => " (the driver's library and its kernel module are of different versions; a restart helps)",
        804 => " (the driver is too old for this GPU's compatibility libraries)",
        999 => " (unknown; often a driver that was updated without a restart)",
        _ => "",
    };

    private static nint Function(nint library, string name) => NativeLibrary.GetExport(library, name);
}
