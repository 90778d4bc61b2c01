using System.Runtime.InteropServices;

namespace Pipeline.Inference.Native;

/// <summary>Owns a <c>llama_model</c>. Freed by <see cref="SafeHandle.Dispose()"/>; contexts keep it alive.</summary>
internal sealed class ModelHandle : SafeHandle
{
    internal ModelHandle(nint model)
        : base(0, ownsHandle: true) => SetHandle(model);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.FreeModel(handle);
        return true;
    }
}
