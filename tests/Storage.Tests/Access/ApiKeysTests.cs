using Pipeline.Storage.Access;
using Pipeline.Storage.Tests.Documents;

namespace Pipeline.Storage.Tests.Access;

public sealed class ApiKeysTests(PostgresFixture postgres) : DocumentStoreTestBase(postgres)
{
    [PostgresFact]
    public async Task A_key_is_found_by_its_hash_and_lives_until_it_expires_or_is_revoked()
    {
        var keys = new ApiKeys(Database);
        var issued = await keys.CreateAsync(new NewApiKey { Name = "n", Scopes = [ApiScopes.Write, ApiScopes.Read], ExpiresAt = Clock.GetUtcNow().AddDays(1), DailyDocuments = 7 }, None);

        var found = await keys.FindAsync(ApiSecret.HashOf(issued.Secret.Text), None);

        Assert.Equal((issued.Key.Id, 7L), (found!.Id, found.DailyDocuments));
        Assert.Equal([ApiScopes.Read, ApiScopes.Write], found.Scopes);
        Assert.True(found.IsLive(Clock.GetUtcNow()));
        Assert.False(found.IsLive(Clock.GetUtcNow().AddDays(1)));
        Assert.Null(await keys.FindAsync(ApiSecret.HashOf(issued.Secret.Text + "x"), None));
        Assert.Equal(1, await keys.RevokeAsync(issued.Key.Id.ToString(), None));
        Assert.False((await keys.FindAsync(issued.Secret.Hash, None))!.IsLive(Clock.GetUtcNow()));
        Assert.Equal(0, await keys.RevokeAsync("pk_nobody", None));
    }

    [PostgresFact]
    public async Task Uses_that_are_told_late_never_go_back_in_time()
    {
        var keys = new ApiKeys(Database);
        var id = (await keys.CreateAsync(new NewApiKey { Name = "n", Scopes = [] }, None)).Key.Id;
        var now = Clock.GetUtcNow();

        await keys.TouchAsync(new Dictionary<Guid, DateTimeOffset> { [id] = now }, None);
        await keys.TouchAsync(new Dictionary<Guid, DateTimeOffset> { [id] = now.AddMinutes(-1) }, None);

        Assert.Equal(now, Assert.Single(await keys.ListAsync(None)).LastUsedAt);
    }

    [Fact]
    public void Two_keys_are_never_the_same_and_print_only_their_prefix()
    {
        var (first, second) = (ApiSecret.Create(), ApiSecret.Create());

        Assert.NotEqual(first.Text, second.Text);
        Assert.Equal(first.Prefix, first.ToString());
        Assert.StartsWith(first.Prefix + "_", first.Text, StringComparison.Ordinal);
    }
}
