namespace Pipeline.Storage.Access;

/// <summary>Where a client's key stands: this request has it (<see cref="Hold"/>), or it was answered (<see cref="Answer"/>, for what <see cref="Fingerprint"/> says),
/// or, with neither, another request has it in hand.</summary>
public sealed record IdempotencyStart(IdempotencyHold? Hold, string? Fingerprint, string? Answer);
