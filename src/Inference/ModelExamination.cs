using Pipeline.Inference.Models;
using Pipeline.Inference.Scheduling.Described;

namespace Pipeline.Inference;

/// <summary>Loads a model file to see whether it can be used. llama.cpp may end the process over a damaged file, so this is for a process of its own.</summary>
public static class ModelExamination
{
    /// <param name="libraries">Folder of llama.cpp's shared libraries.</param>
    /// <param name="path">GGUF file.</param>
    /// <exception cref="EngineSetupException">The libraries or the file cannot be loaded.</exception>
    public static ModelFacts Examine(string libraries, string path)
    {
        using var model = LlamaModel.Load(libraries, path, EnginePlacement.Processor);
        return new ModelFacts(
            model.Description,
            model.Metadata("general.name") ?? "",
            model.Metadata("general.license") ?? "",
            model.Vocabulary.Kind.ToString(),
            model.Parameters,
            model.TrainingContextSize,
            Obstacle(model));
    }

    private static string? Obstacle(LlamaModel model)
    {
        try
        {
            DescribedStyle.Demand(model);
            return null;
        }
        catch (EngineSetupException e)
        {
            return e.Message;
        }
    }
}
