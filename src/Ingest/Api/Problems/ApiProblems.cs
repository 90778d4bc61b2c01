using System.Globalization;
using Pipeline.Domain.Documents;

namespace Pipeline.Ingest.Api.Problems;

/// <summary>The closed family of refusals; docs/api.md lists them.</summary>
internal static class ApiProblems
{
    private static readonly string[] Types = ["PDF", "DOCX", "plain text", "HTML", "mail (EML)", "ZIP of these", "PNG", "JPEG", "TIFF"];

    public static ApiProblem KeyMissing { get; } =
        new(401, "key_missing", "No API key", "Send the key as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'. `pipeline keys create` makes one.");

    public static ApiProblem KeyUnknown { get; } =
        new(401, "key_unknown", "API key not valid", "The key is unknown, revoked or expired. Ask an administrator for another.");

    public static ApiProblem NotFound { get; } =
        new(404, "not_found", "Nothing there", "The API has nothing under this address. /api/v1/openapi.json lists what it has.");

    public static ApiProblem DocumentNotFound { get; } =
        new(404, "document_not_found", "No such document", "There is no document with this id, or it was deleted, or it belongs to somebody else.");

    public static ApiProblem BatchNotFound { get; } =
        new(404, "batch_not_found", "No such batch", "There is no batch with this id, or it belongs to somebody else.");

    public static ApiProblem PageNotFound { get; } =
        new(404, "page_not_found", "No such page", "The document has no page of this number. Pages count from 1.");

    public static ApiProblem PageNotDrawable { get; } =
        new(404, "page_not_drawable", "Page has no picture", "This page cannot be shown as a picture: the document has no pages of its own, such as text and mail, or the page is damaged.");

    public static ApiProblem OriginalMissing { get; } =
        new(404, "original_missing", "No content", "The file of this document could not be read when it arrived, so there is nothing to give back.");

    public static ApiProblem BadRequest(string detail) => new(400, "bad_request", "Request not understood", detail);

    public static ApiProblem BodyCutOff { get; } =
        new(400, "body_cut_off", "Body ended early", "The connection ended, or the form was cut off, before the whole body had arrived. Nothing was kept; send it again.");

    public static ApiProblem Empty { get; } =
        new(400, "empty", "No content", "The document holds no bytes.");

    public static ApiProblem NoFile { get; } =
        new(400, "no_file", "No document", "The form holds no file. Send one part with a filename, such as curl's -F file=@contract.pdf.");

    public static ApiProblem TooManyFiles(int most) =>
        new(400, "too_many_files", "Too many files", most == 1 ? "POST /documents takes one file. Send several to POST /batches." : Text($"A batch takes at most {most} files in one request. Send the rest with its id as 'batch'."));

    public static ApiProblem BadIdempotencyKey { get; } =
        new(400, "bad_idempotency_key", "Idempotency-Key not usable", "The key has 1 to 200 visible ASCII characters; a UUID is best.");

    public static ApiProblem TooSlow { get; } =
        new(408, "too_slow", "Body too slow", "The body arrived too slowly and was given up. Nothing was kept.");

    public static ApiProblem UnderWay { get; } =
        new(409, "request_under_way", "Same request under way", "A request with this Idempotency-Key is being worked on. Ask again in a moment.") { RetryAfter = TimeSpan.FromSeconds(2) };

    public static ApiProblem KeyReused { get; } =
        new(409, "idempotency_key_reused", "Idempotency-Key used for something else", "Within the last 24 hours this key came with another body or other fields. Use a new key for a new request.");

    public static ApiProblem NotReady(DocumentStage stage) =>
        new(409, "result_not_ready", "No result yet", $"The document is {stage.ToString().ToLowerInvariant()}. Follow its events, or ask again.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static ApiProblem Failed(DocumentFailure failure) =>
        new(409, "document_failed", "The document failed", failure.Reason) { Failure = failure };

    public static ApiProblem NotFailed { get; } =
        new(409, "document_not_failed", "Not failed", "Only a document that failed, and whose content is here, can be sent through again.");

    public static ApiProblem TooLarge(long most) =>
        new(413, "too_large", "Too large", Text($"A document has at most {most} bytes. Split it, or ask an administrator to raise Pipeline:Reading:MaxBytes."));

    public static ApiProblem UnsupportedType(string detail) => new(415, "unsupported_type", "Type not supported", detail) { Supported = Types };

    public static ApiProblem Unprocessable(string code, string detail) => new(422, code, "Field not usable", detail);

    public static ApiProblem Unopened(DocumentFailure failure) => new(422, failure.Code, "Nothing to read in it", failure.Reason) { Failure = failure };

    public static ApiProblem RateExceeded(TimeSpan wait) =>
        new(429, "rate_exceeded", "Too many requests", "More requests a second than this key or address may send. Wait as Retry-After says.") { RetryAfter = wait };

    public static ApiProblem QuotaUsedUp(TimeSpan wait) =>
        new(429, "quota_used_up", "Quota used up", "This key has sent as many documents or bytes as it may in a day (UTC).") { RetryAfter = wait };

    public static ApiProblem Full { get; } =
        new(503, "full", "Full", "As many documents wait as may. What was accepted goes on; send more later.") { RetryAfter = TimeSpan.FromSeconds(30) };

    public static ApiProblem DiskFull { get; } =
        new(503, "disk_full", "Disk full", "There is too little room for documents. What was accepted is safe; an administrator has to make room.") { RetryAfter = TimeSpan.FromSeconds(60) };

    public static ApiProblem Busy { get; } =
        new(503, "busy", "Busy", "As many requests of this kind are under way as may be. Send it again in a moment.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static ApiProblem DatabaseAway { get; } =
        new(503, "database_away", "Database away", "The database does not answer. What was accepted is safe; send it again in a moment.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static ApiProblem Internal { get; } =
        new(500, "internal", "An error of ours", "The request failed by an error of the program, which was logged. Nothing was kept.");

    public static ApiProblem Forbidden(string? scope) =>
        new(403, "scope_missing", "Not allowed", scope is null ? "This key may not do that." : $"This key lacks the scope {scope}.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
