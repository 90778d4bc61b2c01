using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;

namespace Pipeline.Workers.Stages;

/// <summary>A document that this process has claimed, with its lease. Who takes it disposes of the lease.</summary>
public sealed record ClaimedWork(ClaimedDocument Document, HeldLease Lease);
