using System.Runtime.InteropServices;

namespace Pipeline.Inference.Native;

/// <summary>Owns a <c>llama_context</c> and a reference on its model, so that the weights outlive the context.</summary>
internal sealed class ContextHandle : SafeHandle
{
    private readonly ModelHandle _model;

    internal ContextHandle(nint context, ModelHandle model)
        : base(0, ownsHandle: true)
    {
        _model = model;
        SetHandle(context);
        // An invalid handle is never released, and would keep the weights for good.
        if (!IsInvalid)
        {
            var referenced = false;
            model.DangerousAddRef(ref referenced);
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.FreeContext(handle);
        _model.DangerousRelease();
        return true;
    }
}
