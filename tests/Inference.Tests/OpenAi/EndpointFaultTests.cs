using System.Diagnostics;
using System.Globalization;
using Pipeline.Inference.OpenAi;
using static Pipeline.Inference.Tests.OpenAi.EndpointAnswer;

namespace Pipeline.Inference.Tests.OpenAi;

/// <summary>What can go wrong on the way to an endpoint and there.</summary>
public sealed class EndpointFaultTests
{
    private static readonly EndpointAnswer Fine = Says(Endpoints.Answer(Endpoints.Finding(1, "governing_law", "Ohio")));

    [Fact]
    public async Task Too_many_requests_are_tried_again_no_sooner_than_asked_for_in_seconds()
    {
        await using var server = new EndpointServer(call => call.Number == 1 ? Error(429, "slow down") with { Headers = After("1") } : Fine);
        var began = Stopwatch.GetTimestamp();

        Assert.Single((await Endpoints.ReadAsync(server, Endpoints.Law)).Findings);

        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 1, 10);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_time_to_come_back_may_be_a_date()
    {
        await using var server = new EndpointServer(call => call.Number == 1 ? Error(503, "loading") with { Headers = After(TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("R", CultureInfo.InvariantCulture)) } : Fine);
        var began = Stopwatch.GetTimestamp();

        Assert.Single((await Endpoints.ReadAsync(server, Endpoints.Law)).Findings);

        // The date has whole seconds.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.9, 10);
    }

    [Fact]
    public async Task A_wait_of_an_hour_is_not_waited_for()
    {
        await using var server = new EndpointServer(_ => Error(429, "tomorrow") with { Headers = After("3600") });

        var error = await Assert.ThrowsAsync<EndpointException>(() => Endpoints.ReadAsync(server, Endpoints.Law));

        Assert.Equal(EndpointProblem.Busy, error.Problem);
        Assert.Contains("asks to wait 3600 s", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task Failures_open_the_breaker_and_one_request_that_is_answered_closes_it()
    {
        var well = false;
        await using var server = new EndpointServer(_ => well ? Fine : Error(500, "broken"));
        var notices = new Notices();
        var options = new OpenAiOptions
        {
            Address = EndpointAddress.Parse(server.Url),
            Model = "told",
            FirstDelay = TimeSpan.FromMilliseconds(5),
            LongestDelay = TimeSpan.FromMilliseconds(10),
            BreakAfter = 3,
            BreakFor = TimeSpan.FromMilliseconds(600),
            Attempts = 5,
        };
        await using var engine = await OpenAiEngine.StartAsync(options, notices, CancellationToken.None);

        var first = await Assert.ThrowsAsync<EndpointException>(() => engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None));
        var asked = server.Asked.Count;
        well = true;
        var readings = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None))).WaitAsync(Endpoints.Patience);

        Assert.True(first.Problem is EndpointProblem.Failing or EndpointProblem.BreakerOpen);
        Assert.InRange(asked, 2, 7);
        Assert.All(readings, reading => Assert.Single(reading.Findings));
        Assert.Contains("left alone for 0.6 s", notices.Said[0], StringComparison.Ordinal);
        Assert.Equal([notices.Said[^1]], notices.Said.Where(said => said.Contains("answers again", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_open_breaker_lets_no_request_through_and_waiting_for_it_can_be_cancelled()
    {
        await using var server = new EndpointServer(_ => Error(500, "broken"));
        await using var engine = await OpenAiEngine.StartAsync(Fragile(server, attempts: 3), new Notices(), CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        // The list of models was answered, so one failure is half of two.
        var readings = Enumerable.Range(0, 3).Select(_ => engine.ReadAsync(Endpoints.Request(Endpoints.Law), patience.Token)).ToArray();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(readings));
        var asked = server.Asked.Count;
        using var further = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.ReadAsync(Endpoints.Request(Endpoints.Law), further.Token));

        Assert.All(readings, reading => Assert.True(reading.IsCanceled));
        Assert.InRange(asked, 1, 3);
        Assert.Equal(asked, server.Asked.Count);
    }

    [Fact]
    public async Task A_request_whose_last_try_meets_an_open_breaker_says_so()
    {
        await using var server = new EndpointServer(_ => Error(500, "broken"));
        await using var engine = await OpenAiEngine.StartAsync(Fragile(server, attempts: 2), new Notices(), CancellationToken.None);

        var error = await Assert.ThrowsAsync<EndpointException>(() => engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None));

        Assert.Equal(EndpointProblem.BreakerOpen, error.Problem);
        // The try before; the request once more, past the breaker; a harmless one.
        Assert.Equal(3, server.Asked.Count);
    }

    [Fact]
    public async Task A_server_that_was_never_started_is_said_at_once()
    {
        var began = Stopwatch.GetTimestamp();

        var error = await Assert.ThrowsAsync<EndpointException>(() => OpenAiEngine.StartAsync(Endpoints.Options(FormattableString.Invariant($"http://localhost:{EndpointServer.FreePort()}/v1?key=secret")), new Notices(), CancellationToken.None));

        Assert.Equal(EndpointProblem.Unreachable, error.Problem);
        Assert.Contains("Start the server", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 10);
    }

    [Theory]
    [InlineData(401, "no", "", EndpointProblem.Unauthorised, "PIPELINE_ENDPOINT_KEY")]
    [InlineData(404, "The model `told` does not exist", "model_not_found", EndpointProblem.ModelUnknown, "--endpoint-model")]
    [InlineData(404, "Not Found", "", EndpointProblem.NotAnEndpoint, "The URL has to end where the version does")]
    [InlineData(400, "response_format json_schema is not supported", "", EndpointProblem.SchemaRefused, "Pipeline:Endpoint:JsonSchema")]
    [InlineData(429, "You exceeded your quota", "insufficient_quota", EndpointProblem.Quota, "no credit")]
    [InlineData(400, "The sentence Ohio is odd", "odd_request", EndpointProblem.Rejected, "HTTP 400, odd_request")]
    [InlineData(307, "", "", EndpointProblem.NotAnEndpoint, "redirects are not followed")]
    public async Task A_refusal_says_what_to_do_and_nothing_that_is_secret(int status, string message, string code, EndpointProblem problem, string words)
    {
        await using var server = new EndpointServer(_ => Error(status, message, code) with { Headers = new Dictionary<string, string> { ["Location"] = "http://127.0.0.1:9/elsewhere" } });

        var error = await Assert.ThrowsAsync<EndpointException>(() => Endpoints.ReadAsync(server, Endpoints.Law));

        Assert.Equal(problem, error.Problem);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Ohio", error.ToString(), StringComparison.Ordinal);
        // A refusal that may be of the document alone is held against a harmless request.
        Assert.Equal(problem == EndpointProblem.Rejected ? 2 : 1, server.Asked.Count);
    }

    [Fact]
    public async Task A_key_that_is_not_taken_is_not_shown()
    {
        await using var server = new EndpointServer(_ => Error(403, "key k-very-secret is not allowed"));

        var error = await Assert.ThrowsAsync<EndpointException>(() => Endpoints.ReadAsync(new OpenAiOptions { Address = EndpointAddress.Parse(server.Url), Model = "told", ApiKey = "k-very-secret" }, new Notices(), Endpoints.Law));

        Assert.Contains("does not take the key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_served_is_known_before_any_text_is_sent()
    {
        await using var server = new EndpointServer(_ => Fine) { Models = _ => EndpointAnswer.Models("one", "two") };

        var error = await Assert.ThrowsAsync<EndpointException>(() => Endpoints.ReadAsync(server, Endpoints.Law));

        Assert.Contains("It serves one, two", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_server_that_still_loads_is_waited_for_and_one_without_a_list_is_used()
    {
        await using var loading = new EndpointServer(_ => Fine) { Models = call => call.Number == 1 ? Error(503, "Loading model") : EndpointAnswer.Models("told") };
        await using var bare = new EndpointServer(_ => Fine) { Models = _ => Error(404, "Not Found") };

        Assert.Single((await Endpoints.ReadAsync(loading, Endpoints.Law)).Findings);
        Assert.Single((await Endpoints.ReadAsync(bare, Endpoints.Law)).Findings);
    }

    [Fact]
    public async Task A_page_in_place_of_an_answer_is_no_endpoint()
    {
        await using var server = new EndpointServer(_ => new EndpointAnswer(200, "<html>Sign in</html>"));

        var error = await Assert.ThrowsAsync<EndpointException>(() => Endpoints.ReadAsync(server, Endpoints.Law));

        Assert.Equal(EndpointProblem.NotAnEndpoint, error.Problem);
    }

    [Fact]
    public async Task A_document_that_alone_is_refused_ends_alone()
    {
        await using var server = new EndpointServer(call => call.User.Contains("Acme", StringComparison.Ordinal) ? Error(400, "no") : Fine);
        await using var engine = await OpenAiEngine.StartAsync(Endpoints.Options(server.Url), new Notices(), CancellationToken.None);

        await engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None);
        var error = await Assert.ThrowsAsync<EndpointException>(() => engine.ReadAsync(Endpoints.Request(Endpoints.Preamble), CancellationToken.None));

        Assert.True(error.IsOfDocument);
        Assert.Single((await engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None)).Findings);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(400)]
    public async Task With_one_slot_a_document_that_always_fails_ends_alone_and_the_next_is_read(int status)
    {
        await using var server = new EndpointServer(call => call.User.Contains("Acme", StringComparison.Ordinal) ? Error(status, "no") : Fine);
        await using var engine = await OpenAiEngine.StartAsync(OneSlot(server), new Notices(), CancellationToken.None);

        // The first of all, so that nothing was answered before.
        var poison = engine.ReadAsync(Endpoints.Request(Endpoints.Preamble), CancellationToken.None);
        var others = Enumerable.Range(0, 3).Select(_ => engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None)).ToArray();
        var error = await Assert.ThrowsAsync<EndpointException>(() => poison.WaitAsync(Endpoints.Patience));

        Assert.True(error.IsOfDocument);
        Assert.All(await Task.WhenAll(others).WaitAsync(Endpoints.Patience), reading => Assert.Single(reading.Findings));
        Assert.Equal(1, server.MostAtOnce);
    }

    [Fact]
    public async Task What_was_answered_of_a_document_that_failed_is_known()
    {
        await using var server = new EndpointServer(call => call.User.Contains("Acme", StringComparison.Ordinal) ? Error(500, "no") : Fine);
        await using var engine = await OpenAiEngine.StartAsync(OneSlot(server, passageTokens: 20), new Notices(), CancellationToken.None);

        var error = await Assert.ThrowsAsync<EndpointException>(() => engine.ReadAsync(Endpoints.Request(Endpoints.Law, Endpoints.Preamble), CancellationToken.None).WaitAsync(Endpoints.Patience));

        // The first passage and the harmless request.
        Assert.Equal(new EngineUsage(2, 200, 20, 0), error.Spent);
    }

    [Fact]
    public async Task An_endpoint_that_fails_from_some_moment_on_is_not_held_against_a_document()
    {
        var well = true;
        await using var server = new EndpointServer(_ => well ? Fine : Error(500, "broken"));
        await using var engine = await OpenAiEngine.StartAsync(OneSlot(server), new Notices(), CancellationToken.None);
        await engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None);
        well = false;

        var error = await Assert.ThrowsAsync<EndpointException>(() => engine.ReadAsync(Endpoints.Request(Endpoints.Preamble), CancellationToken.None).WaitAsync(Endpoints.Patience));

        Assert.False(error.IsOfDocument);
    }

    [Fact]
    public async Task No_answer_in_time_is_tried_again_and_then_said()
    {
        await using var server = new EndpointServer(call => call.Number == 1 ? Fine with { Delay = TimeSpan.FromSeconds(5) } : Fine);
        await using var stuck = new EndpointServer(_ => Fine with { Delay = TimeSpan.FromSeconds(5) });
        static OpenAiOptions Hurried(EndpointServer server) => new() { Address = EndpointAddress.Parse(server.Url), Model = "told", Timeout = TimeSpan.FromMilliseconds(300), FirstDelay = TimeSpan.FromMilliseconds(5), Attempts = 2 };

        Assert.Single((await Endpoints.ReadAsync(Hurried(server), new Notices(), Endpoints.Law)).Findings);
        var error = await Assert.ThrowsAsync<EndpointException>(() => Endpoints.ReadAsync(Hurried(stuck), new Notices(), Endpoints.Law));

        Assert.Equal(EndpointProblem.Slow, error.Problem);
        Assert.Equal(2, stuck.Asked.Count);
    }

    [Fact]
    public async Task Cancelling_ends_the_requests_and_frees_their_slots()
    {
        await using var server = new EndpointServer(call => Fine with { Delay = call.Number == 1 ? TimeSpan.FromSeconds(30) : TimeSpan.Zero });
        var options = new OpenAiOptions { Address = EndpointAddress.Parse(server.Url), Model = "told", Slots = 1 };
        await using var engine = await OpenAiEngine.StartAsync(options, new Notices(), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var reading = engine.ReadAsync(Endpoints.Request(Endpoints.Law), stop.Token);
        while (server.Asked.Count == 0)
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Single((await engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10))).Findings);
    }

    private static OpenAiOptions OneSlot(EndpointServer server, int passageTokens = 1200) => new()
    {
        Address = EndpointAddress.Parse(server.Url),
        Model = "told",
        Slots = 1,
        PassageTokens = passageTokens,
        FirstDelay = TimeSpan.FromMilliseconds(5),
        LongestDelay = TimeSpan.FromMilliseconds(20),
        BreakFor = TimeSpan.FromMilliseconds(600),
        Attempts = 8,
    };

    /// <summary>Its breaker opens at the first failure, for longer than a test runs.</summary>
    private static OpenAiOptions Fragile(EndpointServer server, int attempts) => new()
    {
        Address = EndpointAddress.Parse(server.Url),
        Model = "told",
        FirstDelay = TimeSpan.FromMilliseconds(5),
        LongestDelay = TimeSpan.FromMilliseconds(10),
        BreakAfter = 2,
        BreakFor = TimeSpan.FromSeconds(30),
        Attempts = attempts,
    };

    private static Dictionary<string, string> After(string value) => new() { ["Retry-After"] = value };
}
