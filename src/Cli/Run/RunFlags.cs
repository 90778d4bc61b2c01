using System.CommandLine;
using Pipeline.Cli.Models;
using Pipeline.Cli.Report;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Run;

/// <summary>The arguments of <c>pipeline run</c>.</summary>
internal sealed class RunFlags
{
    private readonly Argument<string[]> _paths = new("PATH") { Arity = ArgumentArity.OneOrMore, Description = "Files or folders to read." };
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder for the results.", DefaultValueFactory = _ => "out" };
    private readonly Option<string> _schema = new("--schema") { Description = "Which fields: a name in schemas/ (contracts, nda) or a file.", DefaultValueFactory = _ => "contracts" };
    private readonly Option<string> _model = new("--model") { Description = "Which model: a name of `pipeline models list`, a card (NAME.card.json), or the GGUF file of any instruction-tuned model.", DefaultValueFactory = _ => ModelShelf.Default };
    private readonly Option<string?> _prices = new("--prices") { Description = "Price list. Default: prices.json of the installation." };
    private readonly Option<string?> _data = RunCommand.DataOption();
    private readonly Option<bool> _again = new("--again") { Description = "Read everything, also what was read before." };
    private readonly Option<bool> _retry = new("--retry-failed") { Description = "Read again what failed before." };
    private readonly Option<int?> _limit = new("--limit") { Description = "Read the first so many files only." };
    private readonly Option<string?> _fields = new("--fields") { Description = "Fields for the middle columns of the table, with commas." };
    private readonly Option<bool> _noOcr = new("--no-ocr") { Description = "Leave scanned pages unread. Fields of such documents carry the reason pages_without_text." };
    private readonly Option<bool> _readAll = RunCommand.ReadAllOption();
    private readonly Option<string> _images = new("--report-images") { Description = "Page images in report.html: as many as fit into 40 MB, all, or none.", DefaultValueFactory = _ => "fit" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the sums as JSON in place of the table." };
    private readonly Option<int?> _lanes = new("--lanes") { Description = "Contexts that read side by side. Default: what is fastest on this machine, measured once and kept in the data folder." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of each lane. Default: measured, with --lanes." };
    private readonly Option<int?> _slots = new("--slots") { Description = "Passages that a lane reads at a time. With 1, the default, a result never depends on what else is read. With --endpoint: requests at a time (4)." };
    private readonly Option<string?> _backend = new("--backend") { Description = "On what the model runs: auto (the default: a GPU where one can be used, docs/gpu.md), cpu, cuda13, cuda12 or vulkan." };
    private readonly Option<bool> _deterministic = new("--deterministic") { Description = "One slot, whatever is configured: read twice (--again), results are the same to the last byte, but for cost." };
    private readonly EndpointFlags _endpoint = new();
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress; the table and errors only." };

    public RunFlags()
    {
        // What looks like an option and is no file is a slip of the hand, not a path.
        _paths.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-') && !Path.Exists(t.Value)))
            {
                result.AddError($"There is no option {token.Value}.");
            }
        });
        _backend.AcceptOnlyFromAmong([.. EngineOptions.Names]);
        _limit.AtLeastOne();
        _images.AcceptOnlyFromAmong("fit", "all", "none");
    }

    public void AddTo(Command command)
    {
        command.Add(_paths);
        foreach (var option in (Option[])[_out, _schema, _model, _prices, _data, _again, _retry, _limit, _fields, _noOcr, _readAll, _images, _json, _backend, _lanes, _threads, _slots, _deterministic, _quiet])
        {
            command.Add(option);
        }

        _endpoint.AddTo(command);
        _endpoint.Exclude(command, _model, _backend, _lanes, _threads, _deterministic);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_deterministic) && result.GetValue(_slots) > 1)
            {
                result.AddError("--deterministic reads with one slot: leave --slots out, or set it to 1.");
            }
        });
    }

    public RunOptions Read(ParseResult parsed, string root) => new()
    {
        Paths = parsed.GetRequiredValue(_paths),
        Out = Path.GetFullPath(parsed.GetRequiredValue(_out)),
        Schema = parsed.GetRequiredValue(_schema),
        Model = parsed.GetRequiredValue(_model),
        Prices = parsed.GetValue(_prices) ?? Path.Combine(root, "prices.json"),
        DataFolder = RunCommand.ChosenDataFolder(parsed.GetValue(_data)),
        Again = parsed.GetValue(_again),
        RetryFailed = parsed.GetValue(_retry),
        Limit = parsed.GetValue(_limit),
        Fields = parsed.GetValue(_fields)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        Json = parsed.GetValue(_json),
        Quiet = parsed.GetValue(_quiet),
        NoOcr = parsed.GetValue(_noOcr),
        ReadAll = parsed.GetValue(_readAll),
        Report = Enum.Parse<ReportImages>(parsed.GetRequiredValue(_images), ignoreCase: true),
        Engine = new EngineOverrides(parsed.GetValue(_lanes), parsed.GetValue(_threads), parsed.GetValue(_deterministic) ? 1 : parsed.GetValue(_slots), parsed.GetValue(_backend)),
        Endpoint = _endpoint.Read(parsed) with { Slots = parsed.GetValue(_slots) },
        // A model or a promise of the own engine, asked for by name, goes before an endpoint of the settings.
        OwnEngine = new Option[] { _model, _deterministic }.Any(option => parsed.GetResult(option) is { Implicit: false }),
    };
}
