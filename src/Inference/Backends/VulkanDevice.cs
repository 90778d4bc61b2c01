namespace Pipeline.Inference.Backends;

/// <summary>A device of a Vulkan driver.</summary>
/// <param name="Id">What <c>GGML_VK_VISIBLE_DEVICES</c> calls it.</param>
/// <param name="IsLeftOut">llama.cpp does not take it: it computes on the processor (llvmpipe and the like) and is not named in that variable.</param>
public sealed record VulkanDevice(string Id, string Name, bool IsLeftOut);
