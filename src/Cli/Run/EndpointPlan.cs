using Pipeline.Cli.Setup;
using Pipeline.Domain.Costs;
using Pipeline.Inference.OpenAi;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Models;

namespace Pipeline.Cli.Run;

/// <summary>An endpoint in place of the own engine, checked as far as can be without a word to it.</summary>
internal sealed record EndpointPlan(OpenAiOptions Options, ModelCard Card, ExtractionPrices Prices)
{
    private const string KeyVariable = "PIPELINE_ENDPOINT_KEY";

    /// <exception cref="EndpointException">Its address is none, or of another machine and nobody allowed that.</exception>
    /// <exception cref="OperatorException">Its model has no prices, or the key cannot be read.</exception>
    public static async Task<EndpointPlan> MakeAsync(EndpointSettings settings, PriceList prices, DateOnly today, CancellationToken cancellationToken)
    {
        // The address first: who mistyped it should not be sent for prices.
        _ = EndpointAddress.Parse(settings.Url!);
        var booked = PricesOf(settings, prices, today);
        var options = await OptionsAsync(settings, requireUsage: booked.PromptTokens!.UnitPrice > 0 || booked.CompletionTokens!.UnitPrice > 0, cancellationToken);
        return new EndpointPlan(options, ModelCard.OfEndpoint(options.Model, options.Address.Shown, settings.Identity), booked);
    }

    /// <exception cref="EndpointException">Its address is none, or of another machine and nobody allowed that.</exception>
    /// <exception cref="OperatorException">The key cannot be read.</exception>
    public static async Task<OpenAiOptions> OptionsAsync(EndpointSettings settings, bool requireUsage, CancellationToken cancellationToken)
    {
        var options = new OpenAiOptions
        {
            Address = EndpointAddress.Parse(settings.Url!),
            Model = settings.Model!.Trim(),
            ApiKey = await KeyAsync(settings.KeyFile, cancellationToken),
            AllowRemote = settings.AllowRemote,
            Slots = settings.Slots,
            PassageTokens = settings.PassageTokens,
            AnswerTokens = settings.AnswerTokens,
            JsonSchema = settings.JsonSchema,
            LogProbabilities = settings.LogProbabilities,
            RequireUsage = requireUsage,
            Timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds),
        };
        OpenAiEngine.Demand(options);
        return options;
    }

    /// <exception cref="OperatorException">Its model has none.</exception>
    public static ExtractionPrices PricesOf(EndpointSettings settings, PriceList prices, DateOnly today)
    {
        var (prompt, completion) = ExtractionPrices.UnitsOf(settings.Model!.Trim());
        try
        {
            prices.RequireUnits([prompt, completion], today);
        }
        catch (PriceListException e)
        {
            throw new OperatorException($"{e.Message} The price is of a million tokens; where they cost nothing, as on a machine of your own, a price of 0 says so.", e);
        }

        return new ExtractionPrices(null, prices.PriceOf(prompt, today), prices.PriceOf(completion, today));
    }

    /// <summary>Where the text goes, for people; said before any of it goes.</summary>
    public string Notice()
    {
        var address = Options.Address;
        return address.IsLocal
            ? $"Reading with {Options.Model} at {address}, on this machine."
            : $"The text of the documents leaves this machine: it goes to {address.Host} ({Options.Model}), {(address.IsEncrypted ? "encrypted" : "NOT encrypted, so that whoever is on the way can read it")}. It was allowed by --allow-remote-endpoint or Pipeline:Endpoint:AllowRemote.";
    }

    private static async Task<string?> KeyAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } given ? given.Trim() : null;
        }

        try
        {
            return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The key file {PathName.Shown(file)} cannot be read: {e.Message}", e);
        }
    }
}
