using Pipeline.Inference.Models;

namespace Pipeline.Inference.Tuning;

/// <summary>A context that does what a lane does with a passage: one step that reads it, then some that write a token or two.</summary>
internal sealed class TuningLane : IDisposable
{
    private const int WritingSteps = 6;
    private const int Token = 1;

    private readonly LlamaContext _context;
    private readonly TokenBatch _batch;
    private readonly int _tokens;

    public TuningLane(LlamaModel model, int threads, int tokens)
    {
        _tokens = tokens;
        _context = new LlamaContext(model, new ContextSettings { Cells = 512 * ((tokens + WritingSteps + 511) / 512), BatchTokens = tokens, Sequences = 1, Outputs = 1, Threads = threads });
        _batch = new TokenBatch(tokens, outputs: 1);
    }

    /// <summary>Tokens of one passage.</summary>
    public int Work => _tokens + WritingSteps;

    public void ReadPassage()
    {
        _batch.Clear();
        for (var position = 0; position < _tokens; position++)
        {
            _batch.Add(Token, position, sequence: 0, output: position == _tokens - 1);
        }

        _context.Decode(_batch);
        for (var step = 0; step < WritingSteps; step++)
        {
            _batch.Clear();
            _batch.Add(Token, _tokens + step, sequence: 0, output: true);
            _context.Decode(_batch);
        }

        _context.Free(0);
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
    }
}
