namespace Pipeline.Storage.Access;

/// <summary>What an API key may be allowed to do. Persisted, and given on the command line, by these names.</summary>
public static class ApiScopes
{
    public const string Write = "documents:write";

    public const string Read = "documents:read";

    public const string Delete = "documents:delete";

    /// <summary>Includes all others.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Write, Read, Delete, Admin];

    /// <summary>What a program that sends documents and fetches results needs.</summary>
    public static IReadOnlyList<string> Usual { get; } = [Write, Read];
}
