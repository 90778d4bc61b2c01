using System.Runtime.InteropServices;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Models;

/// <summary>The tokens of one step, in unmanaged arrays that llama.cpp reads in place.</summary>
internal sealed unsafe class TokenBatch : IDisposable
{
    private readonly LlamaBatch _batch;
    private readonly int* _sequenceIds;
    private bool _disposed;

    public TokenBatch(int capacity, int outputs)
    {
        Capacity = capacity;
        OutputCapacity = outputs;
        _sequenceIds = Allocate<int>(capacity);
        _batch = new LlamaBatch
        {
            Tokens = Allocate<int>(capacity),
            Positions = Allocate<int>(capacity),
            SequenceCounts = Allocate<int>(capacity),
            Sequences = (int**)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(int*)),
            Outputs = Allocate<sbyte>(capacity),
        };
        for (var i = 0; i < capacity; i++)
        {
            _batch.SequenceCounts[i] = 1;
            _batch.Sequences[i] = _sequenceIds + i;
        }
    }

    public int Capacity { get; }

    public int OutputCapacity { get; }

    public int Count { get; private set; }

    public int OutputCount { get; private set; }

    public void Clear() => (Count, OutputCount) = (0, 0);

    /// <summary>Appends a token and gives its index, by which its logits are found after the step.</summary>
    public int Add(int token, int position, int sequence, bool output)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Count == Capacity || (output && OutputCount == OutputCapacity))
        {
            throw new InvalidOperationException("The step is full.");
        }

        var i = Count++;
        _batch.Tokens[i] = token;
        _batch.Positions[i] = position;
        _sequenceIds[i] = sequence;
        _batch.Outputs[i] = output ? (sbyte)1 : (sbyte)0;
        OutputCount += output ? 1 : 0;
        return i;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.Free(_sequenceIds);
            NativeMemory.Free(_batch.Tokens);
            NativeMemory.Free(_batch.Positions);
            NativeMemory.Free(_batch.SequenceCounts);
            NativeMemory.Free(_batch.Sequences);
            NativeMemory.Free(_batch.Outputs);
        }
    }

    internal int Run(ContextHandle context)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var batch = _batch;
        batch.TokenCount = Count;
        return NativeMethods.Decode(context, batch);
    }

    private static T* Allocate<T>(int count)
        where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(T));
}
