using System.CommandLine;
using System.Diagnostics;
using Pipeline.Cli.Benchmarks.Engines;
using Pipeline.Cli.Benchmarks.Throughput;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks;

/// <summary><c>pipeline bench service</c>: what the service costs and how fast it is, with a fixed delay in the place of the model.</summary>
internal static class ServiceBenchCommand
{
    private const string Description = """
        Send small documents through the service, as a customer's program would, with a fixed delay in the place of the model, and print CPU time a document, documents a second with empty tables and with a million rows, and how long uploads wait. Writes service.md.
        The whole service runs in processes of its own; PostgreSQL is the embedded one, and messages stay in memory, unless servers are named. A broker has to be for this alone (docs/benchmarks/README.md says how to start one); in PostgreSQL a database is made, and dropped at the end. Takes a quarter of an hour on a machine that does nothing else.
        Examples:
          pipeline bench service --broker amqp://guest:guest@127.0.0.1:5672/
          pipeline bench service -n 1000 --rows 100000 --pairs 2
        Exit codes: 0 every document done · 1 a fault · 2 wrong usage · 3 some documents were not done · 130 interrupted, nothing is left behind
        """;

    public static Command Create()
    {
        var documents = new Option<int>("--documents", "-n") { Description = "How many, in all blocks together.", DefaultValueFactory = _ => 10_000 }.AtLeastOne();
        var rows = new Option<int>("--rows") { Description = "Documents that the filled tables hold already.", DefaultValueFactory = _ => 1_000_000 }.AtLeastOne();
        var pairs = new Option<int>("--pairs") { Description = "Pairs of blocks: empty tables and filled ones, in turn.", DefaultValueFactory = _ => 5 }.AtLeastOne();
        var clients = new Option<int>("--clients") { Description = "How many send at the same time in a block.", DefaultValueFactory = _ => 8 }.AtLeastOne();
        var rate = new Option<int>("--rate") { Description = "Uploads a second, sent by the clock.", DefaultValueFactory = _ => 50 }.AtLeastOne();
        var seconds = new Option<int>("--rate-seconds") { Description = "For how long, in each of the rounds: one in memory; four with a broker, with NOTIFY and without.", DefaultValueFactory = _ => 20 }.AtLeastOne();
        var model = new Option<int>("--model-ms") { Description = "The delay in the place of the model.", DefaultValueFactory = _ => 50 }.AtLeastOne();
        var atOnce = new Option<int>("--at-once") { Description = "For how many documents at a time.", DefaultValueFactory = _ => 16 }.AtLeastOne();
        var broker = new Option<string?>("--broker") { Description = "amqp://user:password@host:port/vhost of a RabbitMQ that nobody else uses. Default: messages in memory, one process." };
        var postgres = new Option<string?>("--postgres") { Description = "Connection string of a server, for a user who may make databases. Default: the embedded one." };
        var output = BenchPage.FolderOption();
        var command = new Command("service", Description) { documents, rows, pairs, clients, rate, seconds, model, atOnce, broker, postgres, output, BenchRolesCommand.Create() };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new ServiceBenchOptions
            {
                Documents = parsed.GetRequiredValue(documents),
                Rows = parsed.GetRequiredValue(rows),
                Pairs = parsed.GetRequiredValue(pairs),
                Clients = parsed.GetRequiredValue(clients),
                Rate = parsed.GetRequiredValue(rate),
                RateSeconds = parsed.GetRequiredValue(seconds),
                ModelMilliseconds = parsed.GetRequiredValue(model),
                AtOnce = parsed.GetRequiredValue(atOnce),
            };
            return RunAsync(options, parsed.GetValue(broker), parsed.GetValue(postgres), parsed.GetRequiredValue(output), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServiceBenchOptions options, string? broker, string? postgres, string output, CancellationToken cancellationToken)
    {
        using var interrupt = new Interrupt(cancellationToken);
        using var console = new RunConsole(quiet: false);
        var (began, load) = (Stopwatch.GetTimestamp(), BenchMachine.Load);
        var scratch = Directory.CreateTempSubdirectory("pipeline-bench-").FullName;
        // As root, the database runs as another user, who passes through here.
        File.SetUnixFileMode(scratch, File.GetUnixFileMode(scratch) | UnixFileMode.OtherExecute);
        try
        {
            await using var queues = broker is null ? null : await BenchBroker.OpenAsync(broker, interrupt.Token);
            await using var own = postgres is null ? await StorageHost.OpenAsync(Path.Combine(scratch, "data"), InstallRoot.Find(), null, console, interrupt.Token) : null;
            console.EndStep();
            await using var database = await BenchDatabase.CreateAsync(postgres ?? own!.Embedded!, interrupt.Token);
            var settings = new FleetSettings(scratch, database.ConnectionString, broker, options.ModelMilliseconds, options.AtOnce);
            var meter = new CpuMeter(database.Postmaster, queues?.Process);
            var result = await new ServiceBench(options, settings, database, meter, console).RunAsync(interrupt.Token);
            var page = ServiceBenchReport.Markdown(result, options, new ServiceBenchFacts
            {
                Postgres = database.Version + (own is null ? "" : ", embedded"),
                Broker = queues?.Version,
                Machine = BenchMachine.Name,
                Load = load,
                Date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
                Command = BenchMachine.Command,
                Took = Stopwatch.GetElapsedTime(began),
            });
            await BenchPage.WriteAsync(output, BenchPart.Service, page, interrupt.Token);
            Console.WriteLine(page);
            return result.NotDone == 0 ? ExitCode.Done : ExitCode.SomeFailed;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
