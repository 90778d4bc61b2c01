using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

/// <summary>The calls that the README shows, as they stand there, against the API.</summary>
[Collection(PostgresGroup.Name)]
public sealed class ReadmeTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string WrittenAddress = "http://127.0.0.1:8080";

    private readonly TemporaryFolder _folder = new();
    private ApiHost _host = null!;

    private static string Readme { get; } = File.ReadAllText(Path.Combine(EmbeddedPackage.Folder, "..", "..", "..", "README.md"));

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(postgres);
        await File.WriteAllBytesAsync(_folder.Child("lease.pdf"), Sent.Pdf(1));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [ReadmeFact("curl")]
    public async Task The_calls_by_curl_do_what_they_say()
    {
        var calls = Block("sh", "curl ").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, calls.Length);

        var accepted = await CallAsync(calls[0], Guid.Empty);
        var id = accepted.GetProperty("id").GetGuid();
        await new Journey(_host).FinishAsync(id, """{"status":"accepted"}""");
        var document = await CallAsync(calls[1], id);
        var result = await CallAsync(calls[2], id);

        Assert.Equal(("lease.pdf", "4711", "done"), (document.GetProperty("name").GetString(), document.GetProperty("reference").GetString(), document.GetProperty("stage").GetString()));
        Assert.Equal("accepted", result.GetProperty("result").GetProperty("status").GetString());
        Assert.Equal(id, (await CallAsync(calls[0], Guid.Empty)).GetProperty("id").GetGuid());
    }

    [ReadmeFact("dotnet")]
    public async Task The_calls_in_CSharp_compile_and_do_what_they_say()
    {
        await File.WriteAllTextAsync(_folder.Child("client.cs"), $$"""
            using System;
            using System.IO;
            using System.Net.Http;

            var key = args[0];
            {{Block("csharp", "HttpClient")}}
            Console.WriteLine((int)accepted.StatusCode + " " + status);
            """);
        await File.WriteAllTextAsync(_folder.Child("client.runtimeconfig.json"), $$$$"""{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"{{{{Environment.Version}}}}"}}}""");
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();

        await RunAsync("dotnet", [Compiler(runtime), "-nologo", "-noconfig", "-nostdlib", "-nullable:enable", "-warnaserror+", "-out:client.dll", .. Directory.GetFiles(runtime, "*.dll").Select(library => "-r:" + library), "client.cs"]);
        var said = (await RunAsync("dotnet", ["client.dll", _host.Key])).Split(' ', 2, StringSplitOptions.TrimEntries);

        Assert.Equal("202", said[0]);
        var document = await (await _host.Client.GetAsync(new Uri(said[1], UriKind.Relative))).JsonAsync();
        Assert.Equal(("lease.pdf", "4711"), (document.GetProperty("name").GetString(), document.GetProperty("reference").GetString()));
    }

    // The one that comes with the SDK.
    private static string Compiler(string runtime) =>
        Directory.GetDirectories(Path.Combine(runtime, "..", "..", "..", "sdk")).Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll")).Where(File.Exists).OrderDescending(StringComparer.Ordinal).First();

    private string Block(string language, string holds)
    {
        var blocks = Readme.Split($"```{language}\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]);
        var block = blocks.Single(block => block.Contains(holds, StringComparison.Ordinal));
        Assert.Contains(WrittenAddress, block, StringComparison.Ordinal);
        return block.Replace(WrittenAddress, _host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);
    }

    private async Task<JsonElement> CallAsync(string command, Guid id)
    {
        using var answer = JsonDocument.Parse(await RunAsync("bash", ["-c", command], ("KEY", _host.Key), ("ID", id.ToString())));
        return answer.RootElement.Clone();
    }

    private async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }
}
