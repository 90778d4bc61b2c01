using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>Sends one event once and tells what came of it. Nothing that a receiver answers is kept but its status.</summary>
public sealed class WebhookSender : IDisposable
{
    private readonly HttpClient _client;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;

    public WebhookSender(WebhookOptions options, TimeProvider clock)
        : this(options, clock, (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken))
    {
    }

    internal WebhookSender(WebhookOptions options, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _timeout = options.Timeout;
        _clock = clock;
#pragma warning disable CA2000 // The client disposes of its handler.
        _client = new HttpClient(new ReceiverConnection(new ReceiverPolicy(options.AllowedNetworks), resolve).Handler())
        {
            // The whole try has a limit of its own, the answer's head and all.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
#pragma warning restore CA2000
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("pipeline-webhooks", "1"));
    }

    /// <param name="cancellationToken">Ends the try; the receiver may have it nevertheless.</param>
    public async Task<SendOutcome> SendAsync(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claimed);
        if (claimed.Document is not { } document)
        {
            return new SendOutcome(SendResult.Refused, null, "document_deleted");
        }

        if (claimed.Webhook.RemovedAt is not null || claimed.Webhook.DisabledAt is not null)
        {
            return new SendOutcome(SendResult.Refused, null, claimed.Webhook.RemovedAt is null ? "disabled" : "removed");
        }

        return await SendAsync(claimed.Target, "msg_" + claimed.Delivery.Id.ToString("N"), WebhookBody.Of(claimed, document), claimed.Webhook.SecretsAt(_clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>Sends a sample that is signed like an event, of type <c>pipeline.test</c>.</summary>
    /// <exception cref="ArgumentException">The webhook has no address of its own.</exception>
    public Task<SendOutcome> TestAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        var now = _clock.GetUtcNow();
        var target = webhook.Url ?? throw new ArgumentException("Callbacks are named by documents.", nameof(webhook));
        return SendAsync(new Uri(target), "msg_" + Guid.CreateVersion7().ToString("N"), WebhookBody.Test(webhook.Id, now), webhook.SecretsAt(now), cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<SendOutcome> SendAsync(Uri target, string id, byte[] body, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        if (ReceiverPolicy.ProblemOf(target.OriginalString, out _) is not null)
        {
            return new SendOutcome(SendResult.Refused, null, "bad_address");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            using var request = Request(target, id, body, secrets);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return OutcomeOf(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome(SendResult.Failed, null, "timeout");
        }
        catch (HttpRequestException e)
        {
            return OutcomeOf(e);
        }
        catch (IOException)
        {
            return new SendOutcome(SendResult.Failed, null, "connection_broken");
        }
    }

    private HttpRequestMessage Request(Uri target, string id, byte[] body, IReadOnlyList<string> secrets)
    {
        var now = _clock.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", Encoding.UTF8.WebName);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(id, now, body, secrets));
        return request;
    }

    private SendOutcome OutcomeOf(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return status switch
        {
            >= 200 and < 300 => new SendOutcome(SendResult.Delivered, status, "delivered"),
            410 => new SendOutcome(SendResult.Gone, status, "gone"),
            >= 300 and < 400 => new SendOutcome(SendResult.Failed, status, "redirect") { RetryAfter = RetryAfter(response) },
            _ => new SendOutcome(SendResult.Failed, status, "status") { RetryAfter = RetryAfter(response) },
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _clock.GetUtcNow(),
        _ => null,
    };

    private static SendOutcome OutcomeOf(HttpRequestException failure)
    {
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ReceiverRefusedException:
                    return new SendOutcome(SendResult.Refused, null, "address_refused");
                case System.Security.Authentication.AuthenticationException:
                    return new SendOutcome(SendResult.Failed, null, "certificate");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return new SendOutcome(SendResult.Failed, null, "name_not_found");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return new SendOutcome(SendResult.Failed, null, "connection_refused");
            }
        }

        return new SendOutcome(SendResult.Failed, null, "connection_broken");
    }
}
