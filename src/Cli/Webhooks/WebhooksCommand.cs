using System.CommandLine;
using Pipeline.Cli.Run;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Webhooks;
using Pipeline.Workers.Delivery.Webhooks;

namespace Pipeline.Cli.Webhooks;

/// <summary><c>pipeline webhooks</c>: who is told what became of documents.</summary>
internal static class WebhooksCommand
{
    private const string Description = """
        Tell other programs by HTTP what became of documents: signed, retried for a day, each event under an id of its own (docs/webhooks.md).
        Speaks to a running `pipeline up`, or to the database that ConnectionStrings__Postgres names.
        Examples:
          pipeline webhooks add https://erp.example.com/contracts --events completed,corrected,failed
          pipeline webhooks test 0198c2f4-…
          pipeline webhooks dead
          pipeline webhooks replay --all
        """;

    private static readonly Option<Guid?> Tenant = new("--tenant") { Description = "Whose; default: the tenant of an installation without tenants.", Recursive = true };
    private static readonly Option<string?> Data = WithRecursion(RunCommand.DataOption());

    public static Command Create() => new("webhooks", Description) { Tenant, Data, Add(), List(), Remove(), Secret(), Enable(), Test(), Dead(), Replay() };

    private static Command Add()
    {
        var url = new Argument<string>("URL") { Description = "An https address; http only within Pipeline:Webhooks:AllowedNetworks." };
        var events = new Option<string[]>("--events") { Description = $"Which: {string.Join(", ", WebhookText.All)}. Default: all.", AllowMultipleArgumentsPerToken = true };
        var full = new Option<bool>("--with-result") { Description = "Send the whole result with each event, not only where to get it." };
        url.Validators.Add(result =>
        {
            if (ReceiverPolicy.ProblemOf(result.Tokens.Count > 0 ? result.Tokens[0].Value : "", out _) is { } problem)
            {
                result.AddError(problem);
            }
        });
        events.Validators.Add(result =>
        {
            foreach (var unknown in Names(result.Tokens.Select(token => token.Value)).Except(WebhookText.All))
            {
                result.AddError($"There is no event {unknown}. The events are {string.Join(", ", WebhookText.All)}.");
            }
        });
        var add = new Command("add", "Add a receiver, and print its secret: it is not shown again.") { url, events, full };
        add.SetAction((parsed, cancellationToken) => Desk(parsed).AddAsync(
            new Uri(parsed.GetRequiredValue(url)),
            [.. Enum.GetValues<WebhookEvent>().Where(value => Names(parsed.GetValue(events) ?? []).Contains(WebhookText.Of(value)))],
            parsed.GetValue(full),
            cancellationToken));
        return add;
    }

    private static Command List()
    {
        var list = new Command("list", "Print the receivers: what they are told, and whether it gets through.");
        list.SetAction((parsed, cancellationToken) => Desk(parsed).ListAsync(cancellationToken));
        return list;
    }

    private static Command Remove()
    {
        var id = Id();
        var remove = new Command("remove", "Remove a receiver for good. What waits for it is not sent.") { id };
        remove.SetAction((parsed, cancellationToken) => Desk(parsed).RemoveAsync(parsed.GetRequiredValue(id), cancellationToken));
        return remove;
    }

    private static Command Secret()
    {
        var id = Id();
        var secret = new Command("secret", "Make another secret and print it: it is not shown again. For a day the old one signs as well. For callbacks, too.") { id };
        secret.SetAction((parsed, cancellationToken) => Desk(parsed).ChangeSecretAsync(parsed.GetRequiredValue(id), cancellationToken));
        return secret;
    }

    private static Command Enable()
    {
        var id = Id();
        var enable = new Command("enable", "Tell a disabled receiver again. What it missed: pipeline webhooks replay ID.") { id };
        enable.SetAction((parsed, cancellationToken) => Desk(parsed).EnableAsync(parsed.GetRequiredValue(id), cancellationToken));
        return enable;
    }

    private static Command Test()
    {
        var id = Id();
        var test = new Command("test", "Send a signed sample now, and print what the receiver answered. Exit code 1 if it did not take it.") { id };
        test.SetAction((parsed, cancellationToken) => Desk(parsed).TestAsync(parsed.GetRequiredValue(id), cancellationToken));
        return test;
    }

    private static Command Dead()
    {
        var most = new Option<int>("--most") { Description = "At most so many, the latest first.", DefaultValueFactory = _ => 100 };
        var dead = new Command("dead", "Print the events that were given up, and why.") { most };
        dead.SetAction((parsed, cancellationToken) => Desk(parsed).DeadAsync(parsed.GetValue(most), cancellationToken));
        return dead;
    }

    private static Command Replay()
    {
        var id = new Argument<Guid?>("ID") { Description = "An event that was given up, or a receiver: all of its.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All that were given up." };
        var replay = new Command("replay", "Send again what was given up, for another day, under the same ids.") { id, all };
        replay.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(id) is not null)
            {
                result.AddError("Name an event or a receiver, or all by --all.");
            }
        });
        replay.SetAction((parsed, cancellationToken) => Desk(parsed).ReplayAsync(parsed.GetValue(id), cancellationToken));
        return replay;
    }

    private static Argument<Guid> Id() => new("ID") { Description = "As `pipeline webhooks list` prints it." };

    private static IEnumerable<string> Names(IEnumerable<string> given) =>
        given.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(name => name.ToLowerInvariant());

    private static WebhookDesk Desk(ParseResult parsed) =>
        new(Path.GetFullPath(RunCommand.ChosenDataFolder(parsed.GetValue(Data))), parsed.GetValue(Tenant) is { } tenant ? new TenantId(tenant) : TenantId.Default);

    private static Option<string?> WithRecursion(Option<string?> option)
    {
        option.Recursive = true;
        return option;
    }
}
