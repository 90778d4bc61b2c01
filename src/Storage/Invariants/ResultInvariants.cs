namespace Pipeline.Storage.Invariants;

/// <summary>One result for each revision, and its costs add up.</summary>
internal static class ResultInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("results", "There is one result for each document, pipeline version and revision, and revisions are counted from 1 without a gap.", """
            select r.document_id::text as id from results r
            group by r.document_id, r.pipeline_version
            having count(*) <> count(distinct r.revision) or min(r.revision) <> 1 or max(r.revision) <> count(distinct r.revision)
            """),
        new("results of documents", "Every result belongs to a document that is there.", """
            select r.id::text as id from results r left join documents d on d.id = r.document_id
            where d.id is null or d.stage = 'deleted'
            """),
        new("documents with results", "Every document that was read to its end has the result of the version that read it.", """
            select d.id::text as id from documents d
            where (d.stage in ('done', 'in_review') or d.stage = 'failed' and d.pipeline_version is not null)
              and not exists (select 1 from results r where r.document_id = d.id and r.pipeline_version = d.pipeline_version)
            """),
        // Half a unit of the last decimal: the amount was rounded once, to the even neighbour.
        new("amounts", "Every cost is its quantity times its price.", """
            select c.id::text as id from cost_entries c
            where abs(c.amount - c.quantity * c.unit_price) > 0.000000005
            """),
        new("costs of results", "What a result is charged with was spent on its own document, and led somewhere.", """
            select c.id::text as id from cost_entries c left join results r on r.id = c.result_id
            where c.result_id is not null and (r.id is null or r.document_id <> c.document_id or c.kind <> 'work')
            """),
        new("costs of ended documents", "Whatever was spent on a document that ended is in a result, or waste.", """
            select c.id::text as id from cost_entries c join documents d on d.id = c.document_id
            where c.kind = 'work' and c.result_id is null and d.stage in ('done', 'in_review', 'failed')
            """),
        new("totals", "The total that a first result shows is the sum of its costs in the books.", """
            select r.id::text as id from results r
            where r.revision = 1 and r.content -> 'cost' ->> 'total' is not null
              and (r.content -> 'cost' ->> 'total')::numeric <> coalesce((select sum(c.amount) from cost_entries c where c.result_id = r.id), 0)
            """),
    ];
}
