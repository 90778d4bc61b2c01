using System.CommandLine;

namespace Pipeline.Cli.Run;

/// <summary>The arguments by which a command reads through an endpoint in place of the own engine.</summary>
internal sealed class EndpointFlags
{
    private readonly Option<string?> _url = new("--endpoint") { Description = "Read through this OpenAI-compatible endpoint (vLLM, llama-server, hosted) in place of the own engine: its URL up to the version, such as http://127.0.0.1:8080/v1." };
    private readonly Option<string?> _model = new("--endpoint-model") { Description = "The endpoint's name of the model. prices.json needs its prices (docs/second-engine.md)." };
    private readonly Option<bool> _remote = new("--allow-remote-endpoint") { Description = "The endpoint may be on another machine: the text of the documents goes there." };
    private readonly Option<string?> _keyFile = new("--endpoint-key-file") { Description = "A file that holds the endpoint's key. Default: the environment variable PIPELINE_ENDPOINT_KEY, if it is set." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_url, _model, _remote, _keyFile])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(_url) is null && new Option[] { _remote, _keyFile }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } alone)
            {
                result.AddError($"{alone.Name} is for an endpoint that is named with --endpoint.");
            }
        });
    }

    /// <summary>Refuses options of the own engine beside an endpoint.</summary>
    public void Exclude(Command command, params Option[] own) => command.Validators.Add(result =>
    {
        if (result.GetResult(_url) is not null && own.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
        {
            result.AddError($"{other.Name} is of the own engine, and --endpoint reads with another: leave one of them out.");
        }
    });

    public EndpointOverrides Read(ParseResult parsed) =>
        new(parsed.GetValue(_url), parsed.GetValue(_model), parsed.GetValue(_remote), parsed.GetValue(_keyFile));
}
