using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;

namespace Pipeline.Cli.Tests.Schemas;

public sealed class SchemasCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_lists_every_problem_with_its_place()
    {
        var file = _folder.Write("bad.json", """{ "name": "Own", "version": 0, "fields": [ { "name": "rent", "kind": "cash" }, { "name": "rent", "kind": "choice", "options": ["a"] } ], "colour": 1 }""");
        using var check = await PipelineProcess.RunAsync("schemas", "check", file);

        Assert.Equal(2, check.ExitCode);
        Assert.All(
            (string[])["name: a name starts", "version: ", "fields[0].kind: not one of text, date, duration, money", "fields[1].name: the name rent is taken", "fields[1].options: ", "colour: not known here"],
            problem => Assert.Contains(problem, check.Output, StringComparison.Ordinal));
        Assert.Contains("6 problems", check.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schemas/nda.v1.json", "nda@1, 4 fields")]
    [InlineData("schemas/contracts.v1.json", "contracts@1, 42 fields")]
    public async Task The_schemas_of_the_product_are_in_order(string file, string identity)
    {
        using var check = await PipelineProcess.RunAsync("schemas", "check", Checkout.PathOf(file));

        Assert.Equal(0, check.ExitCode);
        Assert.Contains(identity, check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ not json", 2, "$: not JSON that can be read")]
    [InlineData("", 2, "$: not JSON that can be read")]
    public async Task A_file_that_is_no_schema_is_explained(string text, int code, string message)
    {
        using var check = await PipelineProcess.RunAsync("schemas", "check", _folder.Write("bad.json", text));

        Assert.Equal(code, check.ExitCode);
        Assert.Contains(message, check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        using var check = await PipelineProcess.RunAsync("schemas", "check", "/nowhere.json");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("/nowhere.json cannot be read", check.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_says_which_fields_the_model_did_not_learn()
    {
        var file = _folder.Write("own.json", """{ "name": "own", "version": 1, "fields": [ { "name": "rent", "kind": "money" }, { "name": "term", "kind": "duration" } ] }""");
        using var trial = await PipelineProcess.RunAsync("schemas", "try", file, Checkout.PathOf("samples/contracts"));

        Assert.Equal(1, trial.ExitCode);
        Assert.Contains("did not learn the field rent", trial.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--documents has to be at least 1", "schemas/nda.v1.json", "samples/contracts", "-n", "0")]
    [InlineData(1, "There is no schema file", "nowhere.json", "samples/contracts")]
    [InlineData(1, "There is no file or folder", "schemas/nda.v1.json", "/nowhere")]
    public async Task A_slip_is_explained(int code, string message, params string[] arguments)
    {
        using var trial = await PipelineProcess.RunAsync(["schemas", "try", .. arguments.Select(a => a.StartsWith('s') ? Checkout.PathOf(a) : a)]);

        Assert.Equal(code, trial.ExitCode);
        Assert.Contains(message, trial.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_prints_what_each_field_finds_and_leaves_nothing_behind()
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "pipeline-try-*");
        var file = _folder.Write("own.json", """{ "name": "own", "version": 3, "fields": [ { "name": "governing_law", "kind": "jurisdiction" } ] }""");
        using var trial = await PipelineProcess.RunAsync("schemas", "try", file, Checkout.PathOf("samples/contracts"), "-n", "1");

        Assert.True(trial.ExitCode == 0, trial.Errors);
        Assert.Contains("own@3 on 1 of ", trial.Output, StringComparison.Ordinal);
        Assert.Contains("governing_law (jurisdiction): found in 1 of 1", trial.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "pipeline-try-*").Except(before));
    }
}
