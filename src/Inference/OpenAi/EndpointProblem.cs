namespace Pipeline.Inference.OpenAi;

/// <summary>What is wrong with an endpoint. Each calls for another act of the operator.</summary>
public enum EndpointProblem
{
    /// <summary>The address is no http(s) URL that can be used.</summary>
    Address,

    /// <summary>The address is of another machine, and nobody allowed text to go there.</summary>
    RemoteNotAllowed,

    /// <summary>Nothing answers at the address, or the connection breaks.</summary>
    Unreachable,

    /// <summary>Something answers, but it does not speak the protocol there.</summary>
    NotAnEndpoint,

    /// <summary>The key is missing, wrong, or not allowed to do this.</summary>
    Unauthorised,

    /// <summary>The endpoint does not serve the model.</summary>
    ModelUnknown,

    /// <summary>It does not take a JSON Schema for its answers.</summary>
    SchemaRefused,

    /// <summary>It does not give log-probabilities and refuses to be asked for them. Reading goes on without them.</summary>
    LogProbabilitiesRefused,

    /// <summary>The fields and the least that can be read at a time are more than the model's window holds.</summary>
    TooLong,

    /// <summary>It refuses the request for a reason that it alone knows.</summary>
    Rejected,

    /// <summary>The account has no credit left.</summary>
    Quota,

    /// <summary>It asks for fewer requests, for longer than is waited.</summary>
    Busy,

    /// <summary>It gives no answer in time.</summary>
    Slow,

    /// <summary>It fails, again and again.</summary>
    Failing,

    /// <summary>It failed so often that it is left alone for a while, and the while was not enough.</summary>
    BreakerOpen,

    /// <summary>It does not say how many tokens an answer took, so the answer cannot be booked.</summary>
    NoUsage,

    /// <summary>It refuses or fails on this document, and answers others.</summary>
    Document,
}
