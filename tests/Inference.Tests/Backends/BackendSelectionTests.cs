using Pipeline.Inference.Backends;

namespace Pipeline.Inference.Tests.Backends;

/// <summary>Which backend is taken on which machine. The machines are described, not there: none of this has run on a GPU.</summary>
public sealed class BackendSelectionTests
{
    private const string Llama = "3.22.1";

    private static readonly CudaDevice Large = new("0", "NVIDIA H100", 90, 80L << 30);
    private static readonly CudaDevice Second = new("1", "NVIDIA H100", 90, 80L << 30);
    private static readonly CudaDevice Pascal = new("0", "Tesla P40", 61, 24L << 30);
    private static readonly VulkanDevice Radeon = new("1", "AMD Radeon", IsLeftOut: false);

    private static readonly InstalledBackends All = new(Llama, new Dictionary<EngineBackend, (string File, string? Version)>
    {
        [EngineBackend.Cuda13] = ("thirteen/libggml-cuda.so", Llama),
        [EngineBackend.Cuda12] = ("twelve/libggml-cuda.so", Llama),
        [EngineBackend.Vulkan] = ("vulkan/libggml-vulkan.so", Llama),
    });

    private static readonly InstalledBackends None = new(Llama, new Dictionary<EngineBackend, (string File, string? Version)>());

    private static readonly GpuFacts Bare = new() { MissingLibraries = ["libcuda.so.1", "libvulkan.so.1", "libcudart.so.13", "libcublas.so.13", "libcudart.so.12", "libcublas.so.12"] };

    private static readonly GpuFacts Everything = new() { CudaVersion = 13010, CudaDevices = [Large, Second], VulkanDevices = [Radeon] };

    [Fact]
    public void Without_a_driver_it_is_the_processor_and_says_why()
    {
        var choice = BackendSelection.Choose(Bare, All, asked: null);

        Assert.Equal(EngineBackend.Cpu, choice.Backend);
        Assert.Null(choice.Plugin);
        Assert.Equal("no NVIDIA driver (libcuda.so.1 not found), no Vulkan (libvulkan.so.1 not found)", choice.Reason);
        Assert.Null(choice.Advice);
        Assert.Equal(EnginePlacement.Processor, Assert.Single(choice.Placements(compactCache: false)));
    }

    [Fact]
    public void Without_a_device_file_nothing_is_looked_for() =>
        Assert.Equal("no GPU (no /dev/nvidia*, /dev/dxg or /dev/dri/renderD*)", BackendSelection.Choose(GpuFacts.NoDevice, All, asked: null).Reason);

    [Fact]
    public void A_new_driver_gets_CUDA_13_and_a_child_for_each_GPU()
    {
        var choice = BackendSelection.Choose(Everything, All, asked: null);

        Assert.Equal((EngineBackend.Cuda13, "thirteen/libggml-cuda.so"), (choice.Backend, choice.Plugin));
        Assert.Equal("NVIDIA H100, NVIDIA H100; driver for CUDA 13.1", choice.Reason);
        var placements = choice.Placements(compactCache: true);
        Assert.Equal(["0", "1"], placements.Select(p => p.Environment["CUDA_VISIBLE_DEVICES"]));
        Assert.All(placements, p => Assert.Equal(("thirteen/libggml-cuda.so", true), (p.Accelerator, p.CompactCache)));
    }

    [Fact]
    public void A_driver_for_CUDA_12_gets_CUDA_12() =>
        Assert.Equal((EngineBackend.Cuda12, "twelve/libggml-cuda.so"), Taken(Everything with { CudaVersion = 12080 }));

    [Fact]
    public void A_GPU_too_old_for_CUDA_13_gets_CUDA_12() =>
        Assert.Equal(EngineBackend.Cuda12, Taken(Everything with { CudaDevices = [Pascal] }).Backend);

    [Fact]
    public void Without_the_runtime_of_CUDA_13_it_is_CUDA_12_and_without_either_Vulkan()
    {
        Assert.Equal(EngineBackend.Cuda12, Taken(Everything with { MissingLibraries = ["libcublas.so.13"] }).Backend);
        Assert.Equal(EngineBackend.Vulkan, Taken(Everything with { MissingLibraries = ["libcublas.so.13", "libcudart.so.12"] }).Backend);
    }

    [Fact]
    public void A_Vulkan_GPU_is_taken_where_there_is_no_CUDA_and_is_shown_by_its_own_number()
    {
        var choice = BackendSelection.Choose(Bare with { MissingLibraries = ["libcuda.so.1"], VulkanDevices = [new("0", "llvmpipe", IsLeftOut: true), Radeon] }, All, asked: null);

        Assert.Equal((EngineBackend.Vulkan, "AMD Radeon; Vulkan"), (choice.Backend, choice.Reason));
        Assert.Equal("1", Assert.Single(choice.Placements(true)).Environment["GGML_VK_VISIBLE_DEVICES"]);
    }

    [Fact]
    public void A_software_device_is_no_GPU()
    {
        var choice = BackendSelection.Choose(new GpuFacts { MissingLibraries = ["libcuda.so.1"], VulkanDevices = [new("0", "llvmpipe", IsLeftOut: true)] }, All, asked: null);

        Assert.Equal((EngineBackend.Cpu, "no NVIDIA driver (libcuda.so.1 not found), no Vulkan GPU"), (choice.Backend, choice.Reason));
    }

    [Fact]
    public void A_GPU_without_its_package_stays_unused_and_the_command_is_named()
    {
        var choice = BackendSelection.Choose(Everything, None, asked: null);

        Assert.Equal(EngineBackend.Cpu, choice.Backend);
        Assert.Equal("For cuda13: its package is not installed (run: ./pipeline setup cuda13).", choice.Advice);
    }

    [Fact]
    public void A_plugin_of_another_version_is_not_loaded()
    {
        var old = All with { Plugins = new Dictionary<EngineBackend, (string File, string? Version)> { [EngineBackend.Cuda13] = ("x", "3.21.0") } };

        Assert.Equal(EngineBackend.Cpu, Taken(Everything, old).Backend);
        Assert.Contains("its package is 3.21.0 and that of llama.cpp 3.22.1", Refused(Everything, old, EngineBackend.Cuda13), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EngineBackend.Cpu, null)]
    [InlineData(EngineBackend.Cuda13, "thirteen/libggml-cuda.so")]
    [InlineData(EngineBackend.Cuda12, "twelve/libggml-cuda.so")]
    [InlineData(EngineBackend.Vulkan, "vulkan/libggml-vulkan.so")]
    public void What_is_asked_for_is_taken_where_it_can_be(EngineBackend asked, string? plugin)
    {
        var choice = BackendSelection.Choose(Everything, All, asked);

        Assert.Equal((asked, plugin), (choice.Backend, choice.Plugin));
    }

    [Theory]
    [InlineData(EngineBackend.Cuda13, "no NVIDIA driver (libcuda.so.1 not found)", "./pipeline setup cuda13")]
    [InlineData(EngineBackend.Cuda12, "no NVIDIA driver (libcuda.so.1 not found)", "./pipeline setup cuda12")]
    [InlineData(EngineBackend.Vulkan, "libvulkan.so.1 not found; run: sudo apt-get install libvulkan1", "./pipeline setup vulkan")]
    public void What_cannot_be_is_refused_with_all_that_is_missing(EngineBackend asked, string missing, string command)
    {
        var refusal = Refused(Bare, None, asked);

        Assert.Contains(missing, refusal, StringComparison.Ordinal);
        Assert.Contains(command, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_driver_an_old_GPU_and_a_missing_runtime_are_all_named()
    {
        var refusal = Refused(new GpuFacts { CudaVersion = 12040, CudaDevices = [Pascal], MissingLibraries = ["libcudart.so.13", "libcublas.so.13"] }, All, EngineBackend.Cuda13);

        Assert.Contains("the NVIDIA driver is for CUDA 12.4, 13.0 is needed", refusal, StringComparison.Ordinal);
        Assert.Contains("Tesla P40 has compute capability 6.1, 7.5 is needed", refusal, StringComparison.Ordinal);
        Assert.Contains("libcudart.so.13 and libcublas.so.13 of the CUDA 13 runtime not found", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_fails_and_a_look_that_failed_are_said()
    {
        Assert.Contains("cuInit failed with code 803", BackendSelection.Choose(Bare with { MissingLibraries = [], CudaVersion = 12040, CudaError = "cuInit failed with code 803" }, All, null).Reason, StringComparison.Ordinal);
        Assert.Equal("the GPU libraries cannot be asked: no answer within 20 s", BackendSelection.Choose(new GpuFacts { Failure = "no answer within 20 s" }, All, null).Reason);
    }

    [Fact]
    public void A_processor_reads_one_passage_a_core_and_a_GPU_many_in_one_context()
    {
        Assert.Equal(new BackendDefaults(2, 1, 1, 512, false), BackendDefaults.Of(EngineBackend.Cpu, cores: 2));
        Assert.Equal(8, BackendDefaults.Of(EngineBackend.Cpu, cores: 64).Lanes);
        Assert.All((EngineBackend[])[EngineBackend.Cuda13, EngineBackend.Cuda12, EngineBackend.Vulkan], backend =>
        {
            var defaults = BackendDefaults.Of(backend, cores: 64);
            Assert.Equal((1, true), (defaults.Lanes, defaults.CompactCache));
            Assert.InRange(defaults.Slots, 2, 64);
        });
    }

    [Fact]
    public void A_machine_is_looked_at_without_harm()
    {
        var facts = GpuExamination.Examine();

        // Whatever this machine has: a driver that is missing has no version, and one that is there has.
        Assert.Equal(facts.MissingLibraries.Contains("libcuda.so.1"), facts.CudaVersion == 0);
        Assert.True(facts.CudaDevices.Count == 0 || facts.CudaVersion > 0);
    }

    private static (EngineBackend Backend, string? Plugin) Taken(GpuFacts facts) => Taken(facts, All);

    private static (EngineBackend Backend, string? Plugin) Taken(GpuFacts facts, InstalledBackends installed)
    {
        var choice = BackendSelection.Choose(facts, installed, asked: null);
        return (choice.Backend, choice.Plugin);
    }

    private static string Refused(GpuFacts facts, InstalledBackends installed, EngineBackend asked) =>
        Assert.Throws<EngineSetupException>(() => BackendSelection.Choose(facts, installed, asked)).Message;
}
