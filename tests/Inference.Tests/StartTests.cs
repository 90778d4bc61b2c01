using System.Reflection;
using System.Runtime.Loader;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests;

/// <summary>What an installation can lack is said in a sentence, and does not end the process.</summary>
[Collection(ModelTests.Name)]
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-start-").FullName;

    [Fact]
    public void A_model_file_that_is_not_there_is_named()
    {
        var missing = Path.Combine(_folder, "absent.gguf");

        Assert.Contains(missing, Fails(LoadedModel.Settings with { Model = missing }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1 << 20)]
    [InlineData(60 << 20)]
    public void A_model_file_that_broke_off_is_damaged(int bytes)
    {
        var broken = Path.Combine(_folder, "broken.gguf");
        using (var whole = File.OpenRead(Installation.Model))
        {
            var start = new byte[bytes];
            whole.ReadExactly(start);
            File.WriteAllBytes(broken, start);
        }

        Assert.Contains("damaged", Fails(LoadedModel.Settings with { Model = broken }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_damaged()
    {
        var text = Path.Combine(_folder, "text.gguf");
        File.WriteAllText(text, "GGUF, or so it says.");

        Assert.Contains("damaged", Fails(LoadedModel.Settings with { Model = text }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_libraries_folder_that_is_not_there_is_named_with_what_to_do()
    {
        var message = Fails(LoadedModel.Settings with { Libraries = Path.Combine(_folder, "absent") });

        Assert.Contains("npm ci", message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "absent"), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_of_another_folder_are_not_silently_those_of_the_first()
    {
        Assert.Contains("has loaded", Fails(LoadedModel.Settings with { Libraries = _folder }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_the_libraries_is_refused_and_the_right_one_loads_after_it()
    {
        // A process loads the libraries once; a second copy of our assembly has not done so yet.
        var context = new AssemblyLoadContext("fresh", isCollectible: false);
        var library = context.LoadFromAssemblyPath(typeof(ReadingEngine).Assembly.Location).GetType("Pipeline.Inference.Native.LlamaLibrary", throwOnError: true)!;
        var load = library.GetMethod("Load", BindingFlags.Static | BindingFlags.NonPublic)!;

        var refused = Assert.Throws<TargetInvocationException>(() => load.Invoke(null, [_folder, null])).InnerException!;
        File.WriteAllText(Path.Combine(_folder, "libllama.so"), "no library");
        var broken = Assert.Throws<TargetInvocationException>(() => load.Invoke(null, [_folder, null])).InnerException!;

        Assert.All([refused, broken], e => Assert.Equal(nameof(EngineSetupException), e.GetType().Name));
        Assert.Contains("libllama.so is not there", refused.Message, StringComparison.Ordinal);
        load.Invoke(null, [Installation.Libraries, null]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Fails(EngineSettings settings) =>
        Assert.Throws<EngineSetupException>(() => ReadingEngine.Start(settings, _ => { })).Message;
}
