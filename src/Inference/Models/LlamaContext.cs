using Pipeline.Inference.Native;

namespace Pipeline.Inference.Models;

/// <summary>One <c>llama_context</c> with a unified KV cache. One thread owns it: nothing here is safe to call from two.</summary>
internal sealed unsafe class LlamaContext : IDisposable
{
    /// <summary>GGML_TYPE_Q8_0 of ggml.h.</summary>
    private const int EightBits = 8;

    private readonly ContextHandle _handle;
    private readonly nint _memory;
    private readonly int _vocabularySize;

    public LlamaContext(LlamaModel model, ContextSettings settings)
    {
        var parameters = NativeMethods.DefaultContextParams();
        parameters.ContextSize = (uint)settings.Cells;
        parameters.BatchSize = (uint)settings.BatchTokens;
        parameters.MicroBatchSize = (uint)settings.BatchTokens;
        parameters.MaxSequences = (uint)settings.Sequences;
        parameters.MaxOutputs = (uint)settings.Outputs;
        parameters.Threads = settings.Threads;
        parameters.ThreadsBatch = settings.Threads;
        parameters.FlashAttentionType = 1;
        parameters.UnifiedKeyValueCache = 1;
        if (model.Placement.CompactCache)
        {
            parameters.TypeK = EightBits;
            parameters.TypeV = EightBits;
        }

        NativeErrors.Clear();
        _handle = new ContextHandle(NativeMethods.NewContext(model.Handle, parameters), model.Handle);
        if (_handle.IsInvalid)
        {
            _handle.Dispose();
            throw NativeErrors.SpeakOfMemory
                ? new EngineSetupException($"There is not enough memory for a context of {settings.Cells} tokens.") { Shortage = EngineShortage.Context }
                : new EngineSetupException($"llama.cpp cannot make a context of {settings.Cells} tokens. {NativeErrors.Last}".TrimEnd());
        }

        _memory = NativeMethods.GetMemory(_handle);
        _vocabularySize = model.Vocabulary.Count;
        Cells = (int)NativeMethods.ContextSize(_handle);
    }

    public int Cells { get; }

    /// <summary>Runs one step. <c>n_tokens &gt; n_batch</c> would abort the process, so the batch guards its capacity.</summary>
    /// <exception cref="EngineStepException">llama.cpp refused or failed the step.</exception>
    public void Decode(TokenBatch batch)
    {
        var code = batch.Run(_handle);
        if (code != 0)
        {
            throw new EngineStepException(code);
        }
    }

    /// <summary>The row of logits of the batch's entry <paramref name="index"/>, valid until the next step.</summary>
    public ReadOnlySpan<float> Logits(int index)
    {
        var row = NativeMethods.GetLogits(_handle, index);
        return row is null
            ? throw new InvalidOperationException($"No logits were asked for at entry {index}.")
            : new ReadOnlySpan<float>(row, _vocabularySize);
    }

    /// <summary>Lets <paramref name="destination"/> share the cells of positions [0, <paramref name="end"/>).</summary>
    public void Share(int source, int destination, int end) => NativeMethods.CopySequence(_memory, source, destination, 0, end);

    public void Free(int sequence) => _ = NativeMethods.RemoveSequence(_memory, sequence, -1, -1);

    public void Dispose() => _handle.Dispose();
}
