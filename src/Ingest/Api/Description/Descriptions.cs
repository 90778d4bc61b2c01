using Pipeline.Ingest.Api.Batches;
using Pipeline.Ingest.Api.Documents;
using Pipeline.Ingest.Api.Uploads;

namespace Pipeline.Ingest.Api.Description;

/// <summary>The endpoints in words, for those who write clients.</summary>
internal static class Descriptions
{
    private const string Json = "application/json";

    private const string UploadExample = """
        {"id":"019a3c1e-7d2b-7c11-9a4e-2f1d3c4b5a69","batch_id":null,"status_url":"/api/v1/documents/019a3c1e-7d2b-7c11-9a4e-2f1d3c4b5a69","documents":[{"id":"019a3c1e-7d2b-7c11-9a4e-2f1d3c4b5a69","name":"nda.pdf","stage":"received","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","size_bytes":84210,"duplicate_of":null,"failure":null,"status_url":"/api/v1/documents/019a3c1e-7d2b-7c11-9a4e-2f1d3c4b5a69"}]}
        """;

    private const string BatchExample = """
        {"id":"019a3c1e-8000-7a00-8000-000000000001","name":"November","reference":"deal-17","created_at":"2026-11-22T08:00:00Z","total":40,"ended":31,"stages":{"received":4,"reading":1,"extracting":4,"done":29,"failed":1,"duplicate":1,"deleted":0},"events_url":"/api/v1/batches/019a3c1e-8000-7a00-8000-000000000001/events"}
        """;

    private const string ResultExample = """
        {"id":"019a3c1e-7d2b-7c11-9a4e-2f1d3c4b5a69","status":"accepted","revision":1,"reference":"crm-4711","labels":{"team":"legal"},"duplicate_of":null,"result":{"document":"nda.pdf","fields":{"governing_law":{"values":[{"value":"Delaware","confidence":0.97,"evidence":[{"page":3,"quote":"governed by the laws of the State of Delaware"}]}]}}}}
        """;

    public static EndpointDescription PostDocument { get; } = new("postDocument", "Send a document", """
        The document as a form with one file, or as the body itself with its own Content-Type and the fields in the query.
        202 means that it is on disk and its row is committed: whatever is killed after that, it will be read. Any other answer leaves nothing behind.
        A ZIP archive or a mail is taken apart: its documents become a batch, all of them accepted or none.
        The same content and schema again is a document of its own, in stage duplicate, that gives the result of the first.
        With an Idempotency-Key the same request can be sent again for 24 hours: it has its effect once, and gets the same answer.
        """)
    {
        Answers = [(202, typeof(UploadAnswer), Json)],
        Refusals = [400, 408, 409, 413, 415, 422],
        Example = UploadExample,
    };

    public static EndpointDescription ListDocuments { get; } = new("listDocuments", "List documents", "The latest first; documents of one-shot runs are not listed.")
    {
        Answers = [(200, typeof(DocumentList), Json)],
        Refusals = [400, 422],
    };

    public static EndpointDescription GetDocument { get; } = new("getDocument", "Where a document stands", "Its stage, each try of each stage, why it failed, and what it cost.")
    {
        Answers = [(200, typeof(DocumentAnswer), Json)],
        Refusals = [404],
    };

    public static EndpointDescription GetResult { get; } = new("getResult", "The result of a document", """
        Once the document is done; before that, and for one that failed, 409 with the reason. A duplicate gives the result of its original.
        'result' is byte for byte what was stored.
        """)
    {
        Answers = [(200, typeof(ResultEnvelope), Json)],
        Refusals = [404, 409],
        Example = ResultExample,
    };

    public static EndpointDescription GetOriginal { get; } = new("getOriginal", "The document as it was sent", "Always as an attachment.")
    {
        Answers = [(200, null, "application/octet-stream")],
        Refusals = [404],
    };

    public static EndpointDescription GetPage { get; } = new("getPage", "A page as a picture", "Drawn by us: what the file holds beside its picture is not in it. Pages count from 1.")
    {
        Answers = [(200, null, "image/png")],
        Refusals = [404],
    };

    public static EndpointDescription DocumentEvents { get; } = new("documentEvents", "Follow a document", """
        Server-sent events: 'state' with the state now, and each time it changes. The stream ends after done, failed, duplicate or deleted.
        A comment comes every 15 s. With Last-Event-ID a state that was seen is not sent again.
        """)
    {
        Answers = [(200, null, "text/event-stream")],
        Refusals = [404],
    };

    public static EndpointDescription Replay { get; } = new("replayDocument", "Try a failed document again", "Its failures are forgotten, and it is read from where its layout is missing.")
    {
        Answers = [(202, typeof(DocumentAnswer), Json)],
        Refusals = [404, 409],
    };

    public static EndpointDescription Delete { get; } = new("deleteDocument", "Delete a document", """
        Its content, pages and results go for good; what it cost stays in the books. Where others are duplicates of it, the oldest takes its place with its results.
        """)
    {
        Answers = [(204, null, Json)],
        Refusals = [404],
    };

    public static EndpointDescription PostBatch { get; } = new("postBatch", "Open a batch, or send one", """
        With JSON: opens an empty batch, to which documents are sent with 'batch' (201). With a form of up to 200 files: takes them as a batch, all or none (202), as POST /documents does.
        """)
    {
        Answers = [(201, typeof(BatchAnswer), Json), (202, typeof(UploadAnswer), Json)],
        Refusals = [400, 408, 409, 413, 415, 422],
        Example = BatchExample,
    };

    public static EndpointDescription GetBatch { get; } = new("getBatch", "How far a batch is", "Its documents by stage.")
    {
        Answers = [(200, typeof(BatchAnswer), Json)],
        Refusals = [404],
        Example = BatchExample,
    };

    public static EndpointDescription BatchEvents { get; } = new("batchEvents", "Follow a batch", """
        Server-sent events: 'progress' with the documents by stage, and each time one moves. The stream ends when all of them are through.
        A comment comes every 15 s. With Last-Event-ID what was seen is not sent again.
        """)
    {
        Answers = [(200, null, "text/event-stream")],
        Refusals = [404],
    };
}
