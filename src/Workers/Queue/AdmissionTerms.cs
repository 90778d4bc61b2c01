using Pipeline.Workers.Claims;

namespace Pipeline.Workers.Queue;

/// <summary>Under which terms this process claims.</summary>
/// <param name="Worker">Names this process in the history of a document.</param>
public sealed record AdmissionTerms(string Worker, LeaseOptions Leases, LeaseKeeper Keeper);
