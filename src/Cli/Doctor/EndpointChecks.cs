using System.Diagnostics;
using System.Globalization;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Costs;
using Pipeline.Inference;
using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Doctor;

/// <summary>The endpoint that the settings name, asked about one sentence of our own. Nothing is said where they name none.</summary>
internal static class EndpointChecks
{
    private const string Part = "endpoint";

    // A large model on a CPU may need longer; whoever calls a doctor does not want to wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly EngineRequest Harmless = new(
        [new EngineSentence("It is governed by the laws of the State of Ohio.", [])],
        [new EngineField("governing_law", EngineValue.Required) { Kind = "jurisdiction", Description = "Whose law governs the contract." }]);

    public static async Task<IReadOnlyList<Finding>> RunAsync(string root, PipelineConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            return configuration.Endpoint(given => given) is { } settings ? [await AskAsync(settings, cancellationToken), Prices(root, settings)] : [];
        }
        catch (OperatorException e)
        {
            return [Finding.Missing(Part, e.Message)];
        }
    }

    private static Finding Prices(string root, EndpointSettings settings)
    {
        const string part = "endpoint prices";
        try
        {
            EndpointPlan.PricesOf(settings, PriceList.Load(Path.Combine(root, "prices.json")), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
            return Finding.Well(part, $"tokens of {settings.Model} have prices");
        }
        catch (Exception e) when (e is OperatorException or PriceListException)
        {
            return Finding.Missing(part, e.Message);
        }
    }

    private static async Task<Finding> AskAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await AskAsync(await EndpointPlan.OptionsAsync(settings, requireUsage: false, limit.Token), limit.Token);
        }
        catch (EndpointException e)
        {
            return Finding.Missing(Part, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Missing(Part, string.Create(CultureInfo.InvariantCulture, $"It gave no answer within {Patience.TotalSeconds:0} s. Look whether it loads its model still, or answers others."));
        }
    }

    private static async Task<Finding> AskAsync(OpenAiOptions options, CancellationToken cancellationToken)
    {
        await using var engine = await OpenAiEngine.StartAsync(options, new Silence(), cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var reading = await engine.ReadAsync(Harmless, cancellationToken);
        var says = string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Model} at {options.Address}, {(options.Address.IsLocal ? "on this machine" : "on another machine, as allowed")}, answered a sentence in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        if (reading.UnreadSentences.Count > 0)
        {
            return Finding.Advice(Part, $"{says}, but not in the form that it was asked for: fields go to review as unread. Use a server that takes response_format json_schema, or a model that follows instructions.");
        }

        return reading.IsUnscored
            ? Finding.Advice(Part, $"{says}, without probabilities that fit: everything goes to review. Use a server that gives logprobs.")
            : Finding.Well(Part, $"{says}, by the schema and with probabilities");
    }

    private sealed class Silence : IProgress<EngineNotice>
    {
        public void Report(EngineNotice value)
        {
            // What went wrong ends the check, with its reason.
        }
    }
}
