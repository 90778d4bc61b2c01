using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Tests.Database;

public sealed class DatabaseOutageTests
{
    [Fact]
    public void A_broken_connection_is_one_however_deep_it_is_wrapped()
    {
        var broken = new NpgsqlException("Exception while reading from stream", new IOException("reset"));

        Assert.True(DatabaseOutage.Is(broken));
        Assert.True(DatabaseOutage.Is(new InvalidOperationException("likely due to a transient failure", broken)));
        Assert.True(DatabaseOutage.Is(new DbUpdateException("saving", new InvalidOperationException("wrapped", broken))));
    }

    [Theory]
    [InlineData("57P01", true)]
    [InlineData("57P03", true)]
    [InlineData("53300", true)]
    [InlineData("23505", false)]
    [InlineData("42P01", false)]
    public void An_answer_of_the_server_is_one_only_when_the_server_goes_away(string state, bool outage) =>
        Assert.Equal(outage, DatabaseOutage.Is(new DbUpdateException("saving", new PostgresException("message", "ERROR", "ERROR", state))));

    [Fact]
    public void An_error_of_ours_is_none() => Assert.False(DatabaseOutage.Is(new InvalidOperationException("a bug")));
}
