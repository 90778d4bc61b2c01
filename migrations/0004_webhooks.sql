-- Who is told by HTTP what became of documents, and what was told.

create table webhooks (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    -- Null: the callbacks that documents name for themselves, of which a tenant has one row for their secret.
    url text,
    -- Which events; none stands for all.
    events text[] not null,
    include_result boolean not null,
    -- As text that can be used: a signature needs the secret itself, not its hash. Empty once the webhook is removed.
    secret text not null,
    -- Signs beside the new one for a day after a change, so that a receiver can change at its leisure.
    previous_secret text,
    previous_until timestamptz,
    created_at timestamptz not null,
    -- Since when nothing got through; null after a success.
    failing_since timestamptz,
    disabled_at timestamptz,
    disabled_because text,
    removed_at timestamptz,
    constraint webhooks_previous check ((previous_secret is null) = (previous_until is null)),
    constraint webhooks_disabled check ((disabled_at is null) = (disabled_because is null))
);

create unique index ux_webhooks_callbacks on webhooks (tenant_id) where url is null;

create index ix_webhooks_tenant on webhooks (tenant_id, id);

-- One row for each event and receiver. It holds ids and states: what is sent is made of the document and its result when it is sent,
-- so that what was deleted is not sent, and nothing of it is left here.
create table webhook_deliveries (
    -- Sent as webhook-id: the same at each try.
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    webhook_id uuid not null references webhooks (id),
    document_id uuid not null references documents (id),
    -- Which of the document's runs: read again, it has another outcome to tell.
    claim_number integer not null,
    revision integer not null,
    pipeline_version text,
    event text not null,
    -- Only for a callback; a webhook's own address is that of its row.
    callback text,
    -- SHA-256 of what identifies the receiver: an address may be longer than an index entry can be.
    target_key text not null,
    -- Host and port: those who share one wait for each other, and for nobody else.
    host text not null,
    state text not null,
    attempts integer not null,
    occurred_at timestamptz not null,
    next_attempt_at timestamptz not null,
    -- Tried for the last time at this time.
    give_up_at timestamptz not null,
    lease_until timestamptz,
    ended_at timestamptz,
    last_status integer,
    last_reason text,
    constraint webhook_deliveries_event check (event in ('review_needed', 'completed', 'corrected', 'failed', 'duplicate')),
    constraint webhook_deliveries_state check (state in ('waiting', 'delivered', 'dead')),
    constraint webhook_deliveries_ended check ((state = 'waiting') = (ended_at is null)),
    constraint webhook_deliveries_lease check (lease_until is null or state = 'waiting')
);

create unique index ux_webhook_deliveries_event on webhook_deliveries (document_id, claim_number, revision, event, target_key);

create index ix_webhook_deliveries_due on webhook_deliveries (tenant_id, host, next_attempt_at) where state = 'waiting';

create index ix_webhook_deliveries_webhook on webhook_deliveries (webhook_id, state);

create index ix_webhook_deliveries_ended on webhook_deliveries (ended_at) where ended_at is not null;
