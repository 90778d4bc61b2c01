using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Run;

/// <summary>What a user's mistake gets: a message that says what to do, an exit code, and no stack trace.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_names_the_commands_and_the_exit_codes()
    {
        using var help = await PipelineProcess.RunAsync("--help");

        Assert.Equal(0, help.ExitCode);
        Assert.All((string[])["run", "eval", "bench", "doctor", "Exit codes", "130"], word => Assert.Contains(word, help.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "no option --no-such", "run", "--no-such")]
    [InlineData(2, "Required argument 'PATH'", "run")]
    [InlineData(2, "someday", "eval", "kleister", ".", "--split", "someday")]
    [InlineData(2, "--limit has to be at least 1", "run", "samples/contracts", "--limit", "0")]
    [InlineData(2, "--limit has to be at least 1", "eval", "kleister", ".", "--limit", "-1")]
    [InlineData(2, "--documents has to be at least 1", "bench", "run", "--documents", "0")]
    [InlineData(2, "--deterministic reads with one slot", "run", "samples/contracts", "--deterministic", "--slots", "2")]
    [InlineData(2, "some", "run", "samples/contracts", "--report-images", "some")]
    [InlineData(2, "--allow-remote-endpoint is for an endpoint", "run", "samples/contracts", "--allow-remote-endpoint")]
    [InlineData(2, "--model is of the own engine", "run", "samples/contracts", "--endpoint", "http://127.0.0.1:9/v1", "--model", "contracts-135m")]
    [InlineData(1, "needs the name of its model", "run", "samples/contracts", "--endpoint", "http://127.0.0.1:9/v1")]
    [InlineData(1, "No price for \"million_prompt_tokens:m\" and \"million_completion_tokens:m\"", "run", "samples/contracts", "--endpoint", "http://127.0.0.1:9/v1", "--endpoint-model", "m")]
    [InlineData(1, "has to be an http or https URL", "run", "samples/contracts", "--endpoint", "127.0.0.1", "--endpoint-model", "m")]
    [InlineData(1, "✗ There is no file or folder /nowhere. Nothing was read.", "run", "/nowhere")]
    [InlineData(1, "neither a file, nor one of contracts, nda", "run", "samples/contracts", "--schema", "wishes")]
    [InlineData(1, "neither a file, nor one of contracts-135m", "run", "samples/contracts", "--model", "gpt")]
    [InlineData(1, "cannot be read", "run", "samples/contracts", "--prices", "/nowhere.json")]
    [InlineData(1, "documents/ and expected.jsonl", "eval", "kleister", "samples")]
    public async Task A_mistake_is_explained(int code, string message, params string[] arguments)
    {
        using var run = await PipelineProcess.RunAsync([.. arguments.Select(a => a.StartsWith("samples", StringComparison.Ordinal) ? Checkout.PathOf(a) : a), .. Data(arguments)]);

        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, run.Output + run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_price_stops_the_run_before_any_work()
    {
        var prices = _folder.Write("prices.json", """{ "prices": [ { "unit": "gpu_second", "unit_price": 0.01, "currency": "EUR", "valid_from": "2020-01-01" } ] }""");
        using var run = await PipelineProcess.RunAsync("run", Checkout.PathOf("samples/contracts"), "--prices", prices, "--data", Path.Combine(_folder.FullName, "data"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"✗ No price for \"cpu_second\" on {TimeProvider.System.GetUtcNow():yyyy-MM-dd} in {prices}. Add a row. Nothing was read.\n"), run.Errors, StringComparison.Ordinal);
        Assert.Contains("No price for \"cpu_second\" on ", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "data")));
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_written_is_found_out_before_any_work()
    {
        var file = _folder.Write("results", "a file");
        using var run = await PipelineProcess.RunAsync("run", Checkout.PathOf("samples/contracts"), "--out", file, "--data", Path.Combine(_folder.FullName, "data"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--out", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "data")));
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_refused_without_showing_it()
    {
        var environment = new Dictionary<string, string?> { ["ConnectionStrings__Postgres"] = "Pasword=secret-word" };
        using var run = PipelineProcess.Start(environment, "run", Checkout.PathOf("samples/contracts"), "--out", _folder.FullName, "--data", Path.Combine(_folder.FullName, "data"));
        await run.WaitAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ConnectionStrings__Postgres", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_in_use_names_its_owner()
    {
        using var folder = Storage.DataFolders.DataFolder.Open(Path.Combine(_folder.FullName, "data"));
        using var run = await PipelineProcess.RunAsync("run", Checkout.PathOf("samples/contracts"), "--data", folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("in use by another pipeline", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_file_that_is_not_the_cards_is_refused()
    {
        var card = File.ReadAllText(Checkout.PathOf("models/contracts-135m.card.json"));
        _folder.Write("models/contracts-135m.gguf", "GGUF and not much more");
        var other = _folder.Write("models/other.card.json", card);
        using var run = await PipelineProcess.RunAsync("run", Checkout.PathOf("samples/contracts"), "--model", other, "--data", Path.Combine(_folder.FullName, "data"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not the one its card describes", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_the_model_did_not_learn_is_refused_by_name()
    {
        var schema = _folder.Write("own.json", """{ "name": "own", "version": 1, "fields": [ { "name": "shoe_size", "kind": "text", "value": "required" } ] }""");
        using var run = await PipelineProcess.RunAsync("run", Checkout.PathOf("samples/contracts"), "--schema", schema, "--data", Path.Combine(_folder.FullName, "data"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("shoe_size", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_this_machine_well()
    {
        using var doctor = await PipelineProcess.RunAsync("doctor");

        Assert.True(doctor.ExitCode == 0, doctor.Output);
        Assert.All(
            (string[])["llama.cpp", "processor", "backend", "model", "memory", "PostgreSQL", "data folder", "disk", "pdftotext", "tesseract", "isolation of parsers", "prices", "schema", "calibration"],
            part => Assert.Contains($" {part} ", doctor.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_doctor_says_what_is_missing_and_how_to_get_it()
    {
        foreach (var file in (string[])["models/contracts-135m.card.json", "schemas/nda.v1.json"])
        {
            _folder.CopyFromCheckout(file);
        }

        _folder.Write("schemas/own.v1.json", "{}");
        using var doctor = PipelineProcess.Start(new Dictionary<string, string?> { ["PIPELINE_ROOT"] = _folder.FullName }, "doctor", "--json");
        await doctor.WaitAsync();

        Assert.Equal(1, doctor.ExitCode);
        using var json = System.Text.Json.JsonDocument.Parse(doctor.Output);
        Assert.False(json.RootElement.GetProperty("well").GetBoolean());
        var missing = json.RootElement.GetProperty("parts").EnumerateArray().Where(p => p.GetProperty("health").GetString() == "missing").ToLookup(p => p.GetProperty("part").GetString(), p => p.GetProperty("says").GetString());
        Assert.Contains("npm ci", Assert.Single(missing["llama.cpp"]), StringComparison.Ordinal);
        Assert.Contains("npm ci", Assert.Single(missing["PostgreSQL"]), StringComparison.Ordinal);
        Assert.Contains("is missing", Assert.Single(missing["model"]), StringComparison.Ordinal);
        Assert.Contains("prices.json", Assert.Single(missing["prices"]), StringComparison.Ordinal);
        Assert.Contains("schemas check", Assert.Single(missing["schema"]), StringComparison.Ordinal);
    }

    private string[] Data(string[] arguments) => arguments[0] is "run" or "eval" ? ["--data", Path.Combine(_folder.FullName, "data")] : [];
}
