using System.Net;

namespace Pipeline.Inference.OpenAi;

/// <summary>Where an endpoint is: the URL up to and with its version, such as <c>http://127.0.0.1:8080/v1</c>. Its query may hold a secret and is never shown.</summary>
public sealed class EndpointAddress
{
    private const string Completions = "/chat/completions";

    private readonly Uri _base;
    private readonly string _query;

    private EndpointAddress(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        path = path.EndsWith(Completions, StringComparison.OrdinalIgnoreCase) ? path[..^Completions.Length] : path;
        _base = new UriBuilder(address.Scheme, address.IdnHost, address.Port, path).Uri;
        _query = address.Query;
        Shown = _base.GetLeftPart(UriPartial.Path).TrimEnd('/');
        Loopback = LoopbackOf(address.IdnHost);
    }

    /// <summary>For messages and for the identity of results: without a query.</summary>
    public string Shown { get; }

    /// <summary>Host and port.</summary>
    public string Host => _base.Authority;

    /// <summary>What is sent there stays on this machine.</summary>
    public bool IsLocal => Loopback.Count > 0;

    public bool IsEncrypted => _base.Scheme == Uri.UriSchemeHttps;

    /// <summary>The only addresses that a local endpoint is reached at: a name server has no say in what is local.</summary>
    internal IReadOnlyList<IPAddress> Loopback { get; }

    /// <exception cref="EndpointException">It is no address of an endpoint.</exception>
    public static EndpointAddress Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.Host.Length == 0)
        {
            throw new EndpointException(EndpointProblem.Address, "The endpoint has to be an http or https URL up to its version, such as http://127.0.0.1:8080/v1.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new EndpointException(EndpointProblem.Address, "The endpoint's URL holds a user name or password. Take it out, and give the key in a file or in the environment.");
        }

        return new EndpointAddress(address);
    }

    public override string ToString() => Shown;

    /// <summary>The URL of one of its functions.</summary>
    internal Uri Of(string function) => new(_base.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + function + _query);

    private static IReadOnlyList<IPAddress> LoopbackOf(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address) ? [address] : [];
    }
}
