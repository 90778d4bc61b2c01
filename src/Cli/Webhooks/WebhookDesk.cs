using System.Globalization;
using Pipeline.Cli.Serve;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Webhooks;
using Pipeline.Workers.Delivery.Webhooks;

namespace Pipeline.Cli.Webhooks;

/// <summary>Does what <c>pipeline webhooks</c> is asked, and prints it.</summary>
internal sealed class WebhookDesk(string dataFolder, TenantId tenant)
{
    public Task<int> AddAsync(Uri url, IReadOnlyList<WebhookEvent> events, bool withResult, CancellationToken cancellationToken) => AtAsync(async database =>
    {
        var webhook = await new WebhookRegistry(database).AddAsync(url, events, withResult, cancellationToken);
        Console.WriteLine($"Webhook {webhook.Id}");
        PrintSecret(webhook.Secret);
        Console.WriteLine($"Try it: pipeline webhooks test {webhook.Id}");
        return ExitCode.Done;
    });

    public Task<int> ListAsync(CancellationToken cancellationToken) => AtAsync(async database =>
    {
        var webhooks = await new WebhookRegistry(database).ListAsync(cancellationToken);
        if (webhooks.Count == 0)
        {
            Console.WriteLine("There are no webhooks. Add one: pipeline webhooks add https://…");
        }

        foreach (var webhook in webhooks)
        {
            var events = webhook.Events.Length == 0 ? "all events" : string.Join(", ", webhook.Events);
            Console.WriteLine($"{webhook.Id}  {webhook.Url ?? "(callbacks that documents name)"}  {events}{(webhook.IncludeResult ? ", with result" : "")}  {StateOf(webhook)}");
        }

        return ExitCode.Done;
    });

    public Task<int> RemoveAsync(Guid id, CancellationToken cancellationToken) => AtAsync(async database =>
        await new WebhookRegistry(database).RemoveAsync(id, cancellationToken) ? Say("Removed.") : await UnknownAsync(id));

    public Task<int> EnableAsync(Guid id, CancellationToken cancellationToken) => AtAsync(async database =>
        await new WebhookRegistry(database).EnableAsync(id, cancellationToken) ? Say($"Enabled. What it missed: pipeline webhooks replay {id}") : await UnknownAsync(id));

    public Task<int> ChangeSecretAsync(Guid id, CancellationToken cancellationToken) => AtAsync(async database =>
    {
        if (await new WebhookRegistry(database).ChangeSecretAsync(id, cancellationToken) is not { } secret)
        {
            return await UnknownAsync(id);
        }

        PrintSecret(secret);
        Console.WriteLine("For a day, events are signed with the old one as well.");
        return ExitCode.Done;
    });

    public Task<int> TestAsync(Guid id, CancellationToken cancellationToken) => AtAsync(async database =>
    {
        var webhook = (await new WebhookRegistry(database).ListAsync(cancellationToken)).SingleOrDefault(webhook => webhook.Id == id);
        if (webhook?.Url is null)
        {
            return await UnknownAsync(id);
        }

        using var sender = new WebhookSender(DeliverySettings.Webhooks(PipelineConfiguration.Load(InstallRoot.Find())), TimeProvider.System);
        var outcome = await sender.TestAsync(webhook, cancellationToken);
        var answer = outcome.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"answered {status}") : "gave no answer";
        Console.WriteLine(outcome.Result == SendResult.Delivered ? $"✓ {webhook.Url} {answer}." : $"✗ {webhook.Url} {answer}: {WordsFor(outcome.Reason)}");
        return outcome.Result == SendResult.Delivered ? ExitCode.Done : ExitCode.Fault;
    });

    public Task<int> DeadAsync(int most, CancellationToken cancellationToken) => AtAsync(async database =>
    {
        var letters = await new DeadLetters(database).ListAsync(most, cancellationToken);
        foreach (var letter in letters)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{letter.Id}  {letter.EndedAt:yyyy-MM-dd HH:mm}Z  {WebhookText.Of(letter.Event)} of {letter.Document}  to {letter.Url}  after {letter.Attempts} tries: {letter.LastReason} {letter.LastStatus}"));
        }

        Console.WriteLine(letters.Count == 0 ? "No event was given up." : "Send again: pipeline webhooks replay ID, or --all");
        return ExitCode.Done;
    });

    public Task<int> ReplayAsync(Guid? id, CancellationToken cancellationToken) => AtAsync(async database =>
    {
        var replayed = await new DeadLetters(database).ReplayAsync(id, cancellationToken);
        return Say(string.Create(CultureInfo.InvariantCulture, $"{replayed} event{(replayed == 1 ? "" : "s")} will be sent again."));
    });

    private async Task<int> AtAsync(Func<PipelineDatabase, Task<int>> work)
    {
        await using var database = ServiceTarget.Find(dataFolder).Open(dataFolder);
        return await work(database.For(tenant));
    }

    private static void PrintSecret(string secret) => Console.WriteLine($"Secret  {secret}\nIt is not shown again. The receiver checks signatures with it (docs/webhooks.md).");

    private static int Say(string words)
    {
        Console.WriteLine(words);
        return ExitCode.Done;
    }

    private static async Task<int> UnknownAsync(Guid id)
    {
        await Console.Error.WriteLineAsync($"✗ There is no such webhook: {id}. `pipeline webhooks list` prints them.");
        return ExitCode.Fault;
    }

    private static string StateOf(Webhook webhook) =>
        webhook.DisabledAt is { } disabled ? string.Create(CultureInfo.InvariantCulture, $"disabled {disabled:yyyy-MM-dd} ({webhook.DisabledBecause})")
        : webhook.FailingSince is { } since ? string.Create(CultureInfo.InvariantCulture, $"failing since {since:yyyy-MM-dd HH:mm}Z")
        : "in order";

    private static string WordsFor(string reason) => reason switch
    {
        "address_refused" => "its address is not public, or http was asked for. If it is an in-house receiver, put its network into Pipeline:Webhooks:AllowedNetworks.",
        "timeout" => "it took longer than Pipeline:Webhooks:Timeout.",
        "certificate" => "its certificate is not trusted by this machine.",
        "name_not_found" => "its name is not known.",
        "connection_refused" => "nobody listens there.",
        "redirect" => "it redirects; name the address that it leads to.",
        "gone" => "it wants no events any more.",
        "status" => "only a 2xx means that it has the event.",
        _ => reason,
    };
}
