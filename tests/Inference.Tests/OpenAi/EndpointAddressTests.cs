using Pipeline.Inference.OpenAi;

namespace Pipeline.Inference.Tests.OpenAi;

public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1", true)]
    [InlineData("http://localhost:8080/v1/", "http://localhost:8080/v1", true)]
    [InlineData("http://[::1]:8080/v1/chat/completions", "http://[::1]:8080/v1", true)]
    [InlineData("http://[::ffff:127.0.0.1]/v1", "http://[::ffff:127.0.0.1]/v1", true)]
    [InlineData("https://api.example.com/v1?api-version=3&key=secret", "https://api.example.com/v1", false)]
    [InlineData("http://localhost.example.com/v1", "http://localhost.example.com/v1", false)]
    [InlineData("http://0.0.0.0:8080/v1", "http://0.0.0.0:8080/v1", false)]
    [InlineData("http://10.0.0.5:8000", "http://10.0.0.5:8000", false)]
    public void An_address_is_shown_without_its_query_and_knows_whether_it_is_of_this_machine(string url, string shown, bool local)
    {
        var address = EndpointAddress.Parse(url);

        Assert.Equal((shown, shown, local), (address.Shown, address.ToString(), address.IsLocal));
    }

    [Fact]
    public void Functions_keep_the_query() =>
        Assert.Equal("https://api.example.com/v1/chat/completions?key=1", EndpointAddress.Parse("https://api.example.com/v1/?key=1").Of("chat/completions").AbsoluteUri);

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("ftp://127.0.0.1/v1")]
    [InlineData("/v1")]
    [InlineData("http://user:secret@127.0.0.1/v1")]
    public void What_is_no_address_is_refused_without_repeating_it(string url)
    {
        var error = Assert.Throws<EndpointException>(() => EndpointAddress.Parse(url));

        Assert.Equal(EndpointProblem.Address, error.Problem);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_on_another_machine_is_refused_unless_it_is_allowed()
    {
        var options = Endpoints.Options("https://api.example.com/v1?key=secret");

        var error = await Assert.ThrowsAsync<EndpointException>(() => OpenAiEngine.StartAsync(options, new Notices(), CancellationToken.None));
        OpenAiEngine.Demand(new OpenAiOptions { Address = options.Address, Model = "told", AllowRemote = true });

        Assert.Equal(EndpointProblem.RemoteNotAllowed, error.Problem);
        Assert.Contains("--allow-remote-endpoint", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    public void A_key_that_no_header_can_carry_is_refused_without_repeating_it(string key)
    {
        var error = Assert.Throws<EndpointException>(() => OpenAiEngine.Demand(new OpenAiOptions { Address = EndpointAddress.Parse("http://127.0.0.1/v1"), Model = "told", ApiKey = key }));

        Assert.Equal(EndpointProblem.Unauthorised, error.Problem);
        Assert.DoesNotContain("words", error.Message, StringComparison.Ordinal);
    }
}
