using System.CommandLine;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Storage.Access;

namespace Pipeline.Cli.Keys;

/// <summary><c>pipeline keys</c>: who may use the API.</summary>
internal static class KeysCommand
{
    private const string Description = """
        Make, list and revoke the keys of the API (docs/api.md). Works while the service runs, and when it does not.
        Examples:
          pipeline keys create --name crm
          pipeline keys create --name archive --scopes documents:read --expires 90d
          pipeline keys list
          pipeline keys revoke pk_4k7mzq2h
        """;

    public static Command Create() => new("keys", Description) { CreateKey(), List(), Revoke() };

    private static Command CreateKey()
    {
        var name = new Option<string>("--name") { Description = "What the key is for: shown in lists.", Required = true };
        var scopes = new Option<string?>("--scopes") { Description = $"Some of {string.Join(", ", ApiScopes.All)}, separated by commas. Default: {string.Join(",", ApiScopes.Usual)}" };
        var expires = new Option<string?>("--expires") { Description = "Days from now, such as 90d, or the last day, such as 2027-12-31. Default: until it is revoked." };
        var quota = new Option<long?>("--quota") { Description = "At most so many documents a day (UTC). Default: Pipeline:Api:DailyDocuments." };
        var bytes = new Option<long?>("--quota-bytes") { Description = "At most so many bytes a day (UTC). Default: Pipeline:Api:DailyBytes." };
        var data = RunCommand.DataOption();
        var create = new Command("create", """
            Make a key and print it, alone on its line. It is shown this once; only its SHA-256 is kept.
            Example: KEY=$(pipeline keys create --name crm)
            """) { name, scopes, expires, quota, bytes, data };
        create.SetAction((parsed, cancellationToken) => CreateAsync(
            new KeyWords(parsed.GetRequiredValue(name), parsed.GetValue(scopes), parsed.GetValue(expires), NotNegative(parsed.GetValue(quota)), NotNegative(parsed.GetValue(bytes))),
            RunCommand.ChosenDataFolder(parsed.GetValue(data)),
            cancellationToken));
        return create;
    }

    private static Command List()
    {
        var data = RunCommand.DataOption();
        var list = new Command("list", "Print all keys: name, scopes, whether they are valid, and when they were last used. Example: pipeline keys list") { data };
        list.SetAction((parsed, cancellationToken) => ListAsync(RunCommand.ChosenDataFolder(parsed.GetValue(data)), cancellationToken));
        return list;
    }

    private static Command Revoke()
    {
        var key = new Argument<string>("KEY") { Description = "What the list shows of it, such as pk_4k7mzq2h." };
        var data = RunCommand.DataOption();
        var revoke = new Command("revoke", "End a key for good. Running services refuse it within seconds. Example: pipeline keys revoke pk_4k7mzq2h") { key, data };
        revoke.SetAction((parsed, cancellationToken) => RevokeAsync(parsed.GetRequiredValue(key), RunCommand.ChosenDataFolder(parsed.GetValue(data)), cancellationToken));
        return revoke;
    }

    private static async Task<int> CreateAsync(KeyWords words, string folder, CancellationToken cancellationToken)
    {
        var asked = KeyFlags.Read(words, TimeProvider.System.GetUtcNow());
        await using var storage = await KeyDatabase.OpenAsync(folder, cancellationToken);
        var issued = await new ApiKeys(storage.Database).CreateAsync(asked, cancellationToken);
        await Console.Error.WriteLineAsync($"Made {issued.Key.Prefix} with {string.Join(", ", issued.Key.Scopes)}. Keep the key now: it is not shown again.");
        await Console.Out.WriteLineAsync(issued.Secret.Text);
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(string folder, CancellationToken cancellationToken)
    {
        await using var storage = await KeyDatabase.OpenAsync(folder, cancellationToken);
        KeyTable.Print(Console.Out, await new ApiKeys(storage.Database).ListAsync(cancellationToken), TimeProvider.System.GetUtcNow());
        return ExitCode.Done;
    }

    private static async Task<int> RevokeAsync(string key, string folder, CancellationToken cancellationToken)
    {
        await using var storage = await KeyDatabase.OpenAsync(folder, cancellationToken);
        var keys = new ApiKeys(storage.Database);
        // Whoever has only the key itself at hand: its start is enough.
        var revoked = await keys.RevokeAsync(key.StartsWith("pk_", StringComparison.Ordinal) && key.Length > 11 ? key[..11] : key, cancellationToken);
        if (revoked == 0)
        {
            throw new OperatorException("There is no such key. `pipeline keys list` shows them.");
        }

        await Console.Error.WriteLineAsync("Revoked. Running services refuse it within seconds.");
        return ExitCode.Done;
    }

    private static long? NotNegative(long? number) => number is null or >= 0 ? number : throw new OperatorException("A quota is 0 or more.");
}
