using Pipeline.Domain.Documents;

namespace Pipeline.Cli.Run;

/// <summary>A failure in one line: <c>encrypted: needs a password. Save an unprotected copy, run again.</c></summary>
internal static class FailureWords
{
    public static string Of(DocumentFailure failure)
    {
        var reason = failure.Reason;
        // After a colon; but an abbreviation stays.
        var plain = reason.Length > 1 && char.IsUpper(reason[0]) && !char.IsUpper(reason[1]);
        return $"{failure.Code}: {(plain ? char.ToLowerInvariant(reason[0]) + reason[1..] : reason)}";
    }
}
