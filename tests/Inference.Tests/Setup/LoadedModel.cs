using Pipeline.Inference.Decoding;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Tests.Setup;

/// <summary>The default model and one engine over it, loaded once for all tests of the collection.</summary>
public sealed class LoadedModel : IDisposable
{
    private readonly LlamaModel _model = LlamaModel.Load(Installation.Libraries, Installation.Model, EnginePlacement.Processor);

    public LoadedModel() => Literals = new InlineLiterals(_model.Vocabulary);

    /// <summary>One lane, and passages as long as any test's.</summary>
    public ReadingEngine Engine { get; } = Start(new EngineSettings { Libraries = Installation.Libraries, Model = Installation.Model, PassageTokens = 1500 });

    internal InlineLiterals Literals { get; }

    internal Vocabulary Vocabulary => _model.Vocabulary;

    internal LlamaModel Model => _model;

    public static EngineSettings Settings { get; } = new() { Libraries = Installation.Libraries, Model = Installation.Model };

    public static ReadingEngine Start(EngineSettings settings) =>
        ReadingEngine.Start(settings, e => Console.Error.WriteLine($"A lane ended: {e}"));

    public void Dispose()
    {
        Engine.Dispose();
        _model.Dispose();
    }
}
