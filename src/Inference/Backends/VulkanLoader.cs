using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Inference.Backends;

/// <summary>The Vulkan loader (vulkan_core.h), as far as it lists devices.</summary>
internal static unsafe class VulkanLoader
{
    private const string Variable = "GGML_VK_VISIBLE_DEVICES";

    private const int CreateInfoType = 1;
    private const int ProcessorType = 4;

    // VkPhysicalDeviceProperties takes 824 bytes: four numbers, then the type, then the name.
    private const int PropertiesBytes = 1024;
    private const int TypeOffset = 16;
    private const int NameOffset = 20;

    public static IReadOnlyList<VulkanDevice> Devices()
    {
        if (!NativeLibrary.TryLoad(GpuLibraries.Vulkan, out var library))
        {
            return [];
        }

        var info = new CreateInfo { Type = CreateInfoType };
        nint instance;
        uint count = 0;
        if (((delegate* unmanaged<CreateInfo*, void*, nint*, int>)Function(library, "vkCreateInstance"))(&info, null, &instance) != 0)
        {
            // No driver is installed for the loader.
            return [];
        }

        var enumerate = (delegate* unmanaged<nint, uint*, nint*, int>)Function(library, "vkEnumeratePhysicalDevices");
        _ = enumerate(instance, &count, null);
        var handles = new nint[count];
        fixed (nint* first = handles)
        {
            _ = enumerate(instance, &count, first);
        }

        // The loader knows nothing of llama.cpp's variable: it shows all, and what is named is taken whatever it is.
        return VisibleDevices.Named(Variable) is { } named
            ? [.. named.Where(id => int.TryParse(id, CultureInfo.InvariantCulture, out var i) && i < handles.Length).Select(id => Describe(library, handles[int.Parse(id, CultureInfo.InvariantCulture)], id) with { IsLeftOut = false })]
            : [.. handles.Select((handle, i) => Describe(library, handle, i.ToString(CultureInfo.InvariantCulture)))];
    }

    private static VulkanDevice Describe(nint library, nint device, string id)
    {
        var properties = stackalloc byte[PropertiesBytes];
        ((delegate* unmanaged<nint, byte*, void>)Function(library, "vkGetPhysicalDeviceProperties"))(device, properties);
        var name = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(properties + NameOffset));
        return new VulkanDevice(id, name, *(int*)(properties + TypeOffset) == ProcessorType);
    }

    private static nint Function(nint library, string name) => NativeLibrary.GetExport(library, name);

    /// <summary><c>VkInstanceCreateInfo</c></summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct CreateInfo
    {
        public int Type;
        public nint Next;
        public uint Flags;
        public nint Application;
        public uint Layers;
        public nint LayerNames;
        public uint Extensions;
        public nint ExtensionNames;
    }
}
