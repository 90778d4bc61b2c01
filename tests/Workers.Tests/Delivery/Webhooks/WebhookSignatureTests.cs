using Pipeline.Storage.Webhooks;
using Pipeline.Workers.Delivery.Webhooks;

namespace Pipeline.Workers.Tests.Delivery.Webhooks;

public sealed class WebhookSignatureTests
{
    /// <summary>The vector that the libraries of Standard Webhooks are tested with.</summary>
    [Fact]
    public void The_published_vector_comes_out() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""u8, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]));

    [Fact]
    public void Two_secrets_give_two_signatures()
    {
        string[] secrets = [WebhookSecret.Create(), WebhookSecret.Create()];
        var both = WebhookSignature.Of("a", DateTimeOffset.UnixEpoch, "{}"u8, secrets).Split(' ');

        Assert.Equal(secrets.Select(secret => WebhookSignature.Of("a", DateTimeOffset.UnixEpoch, "{}"u8, [secret])), both);
        Assert.NotEqual(both[0], both[1]);
    }

    [Fact]
    public void A_secret_has_256_bits() => Assert.Equal(32, Convert.FromBase64String(WebhookSecret.Create()["whsec_".Length..]).Length);
}
