using Microsoft.AspNetCore.Http;
using Pipeline.Storage.Access;

namespace Pipeline.Ingest.Api.Access;

/// <summary>The key that a request came with.</summary>
internal static class CallerKey
{
    private static readonly object Item = new();

    public static void SetKey(this HttpContext context, ApiKeyRecord key) => context.Items[Item] = key;

    public static ApiKeyRecord? FindKey(this HttpContext context) => context.Items.TryGetValue(Item, out var key) ? (ApiKeyRecord?)key : null;

    /// <summary>Behind a policy there always is one.</summary>
    public static ApiKeyRecord Key(this HttpContext context) => context.FindKey() ?? throw new InvalidOperationException("An endpoint without a policy was called.");
}
