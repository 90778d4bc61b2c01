using System.Net;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Webhooks;
using Pipeline.Workers.Delivery.Webhooks;

namespace Pipeline.Workers.Tests.Delivery.Webhooks;

public sealed class ReceiverPolicyTests
{
    [Fact]
    public async Task More_than_200_forbidden_addresses_are_refused_before_a_connection_is_made()
    {
        Assert.True(ForbiddenReceivers.Urls.Distinct().Count() >= 200);
        using var sender = new WebhookSender(new WebhookOptions { Timeout = TimeSpan.FromSeconds(5) }, TimeProvider.System, ResolveAsync);
        var taken = new List<string>();
        foreach (var url in ForbiddenReceivers.Urls)
        {
            if (ReceiverPolicy.ProblemOf(url, out var parsed) is not null)
            {
                continue;
            }

            var outcome = await sender.TestAsync(Webhook.Add(TenantId.Default, parsed!.OriginalString, [], false, (WebhookSecret.Create(), DateTimeOffset.UnixEpoch)), CancellationToken.None);
            if (outcome is not { Result: SendResult.Refused, Reason: "address_refused" or "bad_address" })
            {
                taken.Add($"{url}: {outcome}");
            }
        }

        Assert.Empty(taken);
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("169.253.0.1")]
    [InlineData("192.167.1.1")]
    [InlineData("223.255.255.254")]
    [InlineData("::ffff:93.184.216.34")]
    [InlineData("2606:2800:220:1::1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2a00:1450::1")]
    public void Public_addresses_may_be_told_over_https_alone(string address)
    {
        var policy = new ReceiverPolicy([]);

        Assert.True(policy.Allows(IPAddress.Parse(address), encrypted: true));
        Assert.False(policy.Allows(IPAddress.Parse(address), encrypted: false));
    }

    [Fact]
    public void An_allowed_network_may_be_told_and_nothing_beside_it()
    {
        var policy = new ReceiverPolicy(["10.1.0.0/16", "fd00:1::/32"]);

        Assert.All(["10.1.2.3", "::ffff:10.1.2.3", "fd00:1::5"], address => Assert.True(policy.Allows(IPAddress.Parse(address), encrypted: false), address));
        Assert.All(["10.2.0.1", "10.0.255.255", "127.0.0.1", "fd00:2::1", "::10.1.2.3"], address => Assert.False(policy.Allows(IPAddress.Parse(address), encrypted: true), address));
    }

    [Fact]
    public void Settings_that_are_no_network_are_named() => Assert.Equal(
        ["Pipeline:Webhooks:AllowedNetworks:1 has to be a network such as 10.1.0.0/16 or fd00:1::/32; no bit may be set behind its length.", "Pipeline:Webhooks:PerHost has to be between 1 and 100."],
        new WebhookOptions { AllowedNetworks = ["10.0.0.0/8", "10.1.2.3/8"], PerHost = 0 }.Problems());

    // Resolvers of systems take an address with a dot at its end, or in other digits, for that address.
    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var name = host.TrimEnd('.');
        return Task.FromResult(
            ForbiddenReceivers.Names.TryGetValue(name, out var addresses) ? addresses
            : IPAddress.TryParse(name, out var literal) ? [literal]
            : name.Any(letter => !char.IsAscii(letter)) || name.StartsWith("xn--", StringComparison.Ordinal) ? [IPAddress.Loopback]
            : new[] { IPAddress.Parse("93.184.216.34") });
    }
}
