-- Documents and their journey, what became of them, and what it cost.
-- Every owned row carries tenant_id. Runs on PostgreSQL 15 and later.

create table tenants (
    id uuid primary key,
    name text not null,
    created_at timestamptz not null
);

insert into tenants (id, name, created_at)
values ('00000000-0000-7000-8000-000000000001', 'default', now());

create table documents (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    name text not null,
    source_path text not null,
    -- SHA-256 of source_path: a path may be longer than an index entry can be.
    source_key text not null,
    sha256 text,
    size_bytes bigint,
    stage text not null,
    duplicate_of uuid references documents (id),
    claim_number integer not null,
    claimed_by text,
    lease_until timestamptz,
    failures integer not null,
    layout_sha256 text,
    page_count integer,
    reader_version text,
    pipeline_version text,
    failure_code text,
    failure_reason text,
    reopened_because text,
    received_at timestamptz not null,
    updated_at timestamptz not null,
    constraint documents_stage check (stage in ('received', 'reading', 'extracting', 'done', 'failed', 'duplicate')),
    constraint documents_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint documents_layout check ((layout_sha256 is null) = (reader_version is null) and (layout_sha256 is null) = (page_count is null)),
    constraint documents_claim check ((claimed_by is null) = (lease_until is null)),
    constraint documents_claimed_in_work check (claimed_by is null or stage in ('reading', 'extracting')),
    constraint documents_reading_is_claimed check (stage <> 'reading' or claimed_by is not null),
    constraint documents_failure check ((stage = 'failed') = (failure_code is not null) and (failure_code is null) = (failure_reason is null)),
    constraint documents_duplicate check ((stage = 'duplicate') = (duplicate_of is not null))
);

-- One row per place and content; an unreadable file has no content.
create unique index ux_documents_source on documents (tenant_id, source_key, sha256) nulls not distinct;

-- One original per content.
create unique index ux_documents_original on documents (tenant_id, sha256) where duplicate_of is null;

-- What waits or is in work is a small part of all documents.
create index ix_documents_open on documents (stage, id) where stage in ('received', 'reading', 'extracting');

create index ix_documents_duplicate_of on documents (duplicate_of);

create table stage_attempts (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    document_id uuid not null references documents (id),
    stage text not null,
    claim_number integer not null,
    worker text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    outcome text not null,
    failure_code text,
    failure_reason text,
    constraint stage_attempts_outcome check (outcome in ('running', 'completed', 'failed', 'counted', 'released', 'expired')),
    constraint stage_attempts_ended check ((outcome = 'running') = (ended_at is null))
);

create unique index ux_stage_attempts_claim on stage_attempts (document_id, claim_number);

create table results (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    document_id uuid not null references documents (id),
    pipeline_version text not null,
    revision integer not null,
    -- json, not jsonb: the text that was delivered, byte for byte.
    content json not null,
    created_at timestamptz not null,
    constraint results_revision check (revision >= 1)
);

create unique index ux_results_revision on results (document_id, pipeline_version, revision);

create table cost_entries (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    document_id uuid references documents (id),
    -- The result that the work led to; null for waste, overhead, and work whose result is not there yet.
    result_id uuid references results (id),
    claim_number integer,
    stage text not null,
    unit text not null,
    quantity numeric(18,6) not null,
    unit_price numeric(18,8) not null,
    amount numeric(18,8) not null,
    currency text not null,
    kind text not null,
    booked_at timestamptz not null,
    constraint cost_entries_kind check (kind in ('work', 'waste', 'overhead')),
    constraint cost_entries_positive check (quantity >= 0 and unit_price >= 0 and amount >= 0),
    constraint cost_entries_document check ((kind = 'overhead') = (document_id is null)),
    constraint cost_entries_result check (result_id is null or kind = 'work')
);

create index ix_cost_entries_document on cost_entries (document_id);

create index ix_cost_entries_result on cost_entries (result_id);
