using Pipeline.Storage.Documents;

namespace Pipeline.Storage.Access;

/// <summary>What is to be kept with an upload, for the client that asks again.</summary>
/// <param name="Hold">Of the request.</param>
/// <param name="Fingerprint">Of all that was asked.</param>
/// <param name="Write">Makes the answer, once it is known which documents there are.</param>
public sealed record KeptAnswer(IdempotencyHold Hold, string Fingerprint, Func<UploadReceipt, string> Write);
