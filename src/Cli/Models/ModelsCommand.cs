using System.CommandLine;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Models;

/// <summary><c>pipeline models</c>: which models there are, add one, check them.</summary>
internal static class ModelsCommand
{
    private const string Description = """
        List the models, add one of your own, or check that their files are whole.
        Any instruction-tuned GGUF file can read: it is told what each field means (style "described"). How good it is
        is not known before `pipeline calibrate` has measured it; until then everything it finds goes to review.
        Examples:
          pipeline models list
          pipeline models add ~/Downloads/Qwen2.5-7B-Instruct-Q4_K_M.gguf --name qwen-7b
          pipeline models verify
          pipeline run inbox --model qwen-7b
        """;

    public static Command Create() => new("models", Description) { List(), Add(), Verify() };

    private static Command List()
    {
        var list = new Command("list", """
            Print each model: name, style, size, how many fields it knows, whether it has a calibration, and which one is the default.
            Example: pipeline models list
            """);
        list.SetAction((_, cancellationToken) => ModelList.PrintAsync(InstallRoot.Find(), cancellationToken));
        return list;
    }

    private static Command Add()
    {
        var path = new Argument<string>("PATH") { Description = "GGUF file of an instruction-tuned model, with its chat template." };
        var name = new Option<string?>("--name") { Description = "Name to call it by. Default: the file's name. Letters, digits, and . _ -" };
        var add = new Command("add", """
            Check a GGUF file, copy it into models/ and write its card. Exit code 1 if it cannot be used; then nothing is changed.
            Checked: that it is a whole GGUF file that llama.cpp loads, that its vocabulary can write JSON, and that llama.cpp knows its chat template.
            Examples:
              pipeline models add ~/Downloads/Mistral-7B-Instruct-v0.3.Q4_K_M.gguf
              pipeline models add model.gguf --name mistral-7b
            """) { path, name };
        add.SetAction((parsed, cancellationToken) => ModelAddition.RunAsync(InstallRoot.Find(), parsed.GetRequiredValue(path), parsed.GetValue(name), cancellationToken));
        return add;
    }

    private static Command Verify()
    {
        var verify = new Command("verify", """
            Compute the sha256 of each model file and compare it with its card. Exit code 1 if one differs or is missing.
            Example: pipeline models verify
            """);
        verify.SetAction((_, cancellationToken) => ModelCheck.RunAsync(InstallRoot.Find(), cancellationToken));
        return verify;
    }
}
