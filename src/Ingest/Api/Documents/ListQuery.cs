using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Pipeline.Ingest.Api.Documents;

/// <summary>Which documents to list.</summary>
internal sealed record ListQuery
{
    [FromQuery(Name = "reference")]
    [Description("The sender's own key.")]
    public string? Reference { get; init; }

    [FromQuery(Name = "batch")]
    [Description("Id of a batch.")]
    public Guid? Batch { get; init; }

    [FromQuery(Name = "stage")]
    [Description("received, reading, extracting, done, failed, duplicate or deleted. Left out: all but deleted.")]
    public string? Stage { get; init; }

    [FromQuery(Name = "after")]
    [Description("'next' of the page before.")]
    public Guid? After { get; init; }

    [FromQuery(Name = "limit")]
    [Description("1 to 200; 50 where left out.")]
    public int? Limit { get; init; }
}
