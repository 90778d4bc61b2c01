namespace Pipeline.Inference.Backends;

/// <summary>Libraries of others that the plug-ins are linked with (readelf -d). The packages do not hold them.</summary>
internal static class GpuLibraries
{
    public const string CudaDriver = "libcuda.so.1";
    public const string Vulkan = "libvulkan.so.1";

    public static readonly string[] Cuda13 = ["libcudart.so.13", "libcublas.so.13"];
    public static readonly string[] Cuda12 = ["libcudart.so.12", "libcublas.so.12"];

    public static IEnumerable<string> All => [CudaDriver, Vulkan, .. Cuda13, .. Cuda12];
}
