namespace Pipeline.Storage.Invariants;

/// <summary>Every document that the service accepted is at its end, or on its way there.</summary>
internal static class DocumentInvariants
{
    // Waiting is no state of its own: a document waits rightly while a message about it is to be published, was published a while ago, or while it waits
    // for its time. The sweeper (DocumentSweep) takes it up after that, with the same sum; whatever it would have taken long ago, nobody takes.
    private const string Forgotten = """
        and (d.next_attempt_at is null or d.next_attempt_at <= @late)
        and d.updated_at <= @late
        and (d.enqueued_at is null or d.enqueued_at + @silence * power(2, least(greatest(d.enqueues - 1, 0), 6)) <= @late)
        and not exists (select 1 from outbox o where o.document_id = d.id and o.published_at is null)
        """;

    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("stages", "Every document is in a known stage, and a failed one says why.", """
            select d.id::text as id from documents d
            where d.stage not in ('received', 'reading', 'extracting', 'in_review', 'done', 'failed', 'duplicate', 'deleted')
               or d.stage = 'failed' and (d.failure_code is null or d.failure_reason is null)
            """),
        new("leases", "Every document in work is held by a worker that was heard of lately.", """
            select d.id::text as id from documents d
            where d.schema is not null
              and (d.lease_until <= @late or d.stage = 'reading' and d.claimed_by is null)
            """),
        new("waiting", "Every document that waits has a message, waits for its time, or is about to be found by the sweeper.", $"""
            select d.id::text as id from documents d
            where d.schema is not null and d.stage in ('received', 'extracting') and d.claimed_by is null
              {Forgotten}
            """),
        new("delivery", "Every result was delivered, or is about to be.", $"""
            select d.id::text as id from documents d
            where d.schema is not null and d.delivery_due
              {Forgotten}
            """),
        new("duplicates", "Every duplicate has an original of the same tenant that is there.", """
            select d.id::text as id from documents d
            left join documents o on o.id = d.duplicate_of and o.tenant_id = d.tenant_id
            where d.stage = 'duplicate' and (o.id is null or o.stage in ('duplicate', 'deleted'))
            """),
        new("attempts", "Each document in work has one running attempt, that of its claim, and no other document has one.", """
            select d.id::text as id from documents d
            where d.claimed_by is not null
              and not exists (select 1 from stage_attempts a where a.document_id = d.id and a.claim_number = d.claim_number and a.outcome = 'running')
            union
            select a.document_id::text from stage_attempts a left join documents d on d.id = a.document_id
            where a.outcome = 'running' and (d.id is null or d.claimed_by is null or d.claim_number <> a.claim_number)
            """),
        new("outbox", "No message waits to be published that was due long ago.", """
            select o.message_id::text as id from outbox o
            where o.published_at is null and o.created_at <= @late and (o.attempts > 0 or o.next_attempt_at <= @late)
            """),
        new("tenants", "Everything about a document belongs to the document's tenant.", """
            select r.id::text as id from results r join documents d on d.id = r.document_id where r.tenant_id <> d.tenant_id
            union all
            select c.id::text from cost_entries c join documents d on d.id = c.document_id where c.tenant_id <> d.tenant_id
            union all
            select a.id::text from stage_attempts a join documents d on d.id = a.document_id where a.tenant_id <> d.tenant_id
            union all
            select o.message_id::text from outbox o join documents d on d.id = o.document_id where o.tenant_id <> d.tenant_id
            union all
            select d.id::text from documents d join batches b on b.id = d.batch_id where b.tenant_id <> d.tenant_id
            """),
    ];
}
