using Pipeline.Storage.Access;
using Pipeline.Storage.Tests.Documents;

namespace Pipeline.Storage.Tests.Access;

public sealed class KeptAnswersTests(PostgresFixture postgres) : DocumentStoreTestBase(postgres)
{
    [PostgresFact]
    public async Task A_key_is_in_one_hand_until_it_is_given_back()
    {
        var answers = new KeptAnswers(Database);

        var first = await answers.BeginAsync("k", None);
        var second = await answers.BeginAsync("k", None);
        await answers.AbandonAsync(first.Hold!, None);
        var third = await answers.BeginAsync("k", None);

        Assert.Null(second.Hold);
        Assert.Null(second.Answer);
        Assert.NotNull(third.Hold);
        Assert.NotEqual(first.Hold!.Holder, third.Hold!.Holder);
    }

    [PostgresFact]
    public async Task A_hold_that_is_not_renewed_is_taken_over_and_cannot_be_given_back_any_more()
    {
        var answers = new KeptAnswers(Database);
        var dead = await answers.BeginAsync("k", None);
        var renewed = await answers.BeginAsync("r", None);

        Clock.Advance(KeptAnswers.HoldFor / 2);
        await answers.RenewAsync(renewed.Hold!, None);
        Clock.Advance(KeptAnswers.HoldFor / 2);

        Assert.Null((await answers.BeginAsync("r", None)).Hold);
        var heir = await answers.BeginAsync("k", None);
        Assert.NotNull(heir.Hold);
        await answers.AbandonAsync(dead.Hold!, None);
        Assert.Null((await answers.BeginAsync("k", None)).Hold);
    }

    [PostgresFact]
    public async Task One_of_many_who_begin_at_once_has_the_key()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => new KeptAnswers(Database).BeginAsync("k", None))));

        Assert.Single(begun, start => start.Hold is not null);
    }
}
