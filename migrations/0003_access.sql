-- Who may use the API, what was used up, answers that are given again; and blobs that are to go.

create table api_keys (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    name text not null,
    -- The start of the key, to tell keys apart; of the rest only the SHA-256 is kept.
    prefix text not null,
    hash text not null,
    -- Separated by spaces.
    scopes text not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    daily_documents bigint,
    daily_bytes bigint,
    constraint api_keys_hash check (hash ~ '^[0-9a-f]{64}$'),
    constraint api_keys_quota check (daily_documents >= 0 and daily_bytes >= 0)
);

create unique index ux_api_keys_hash on api_keys (hash);

-- What a key sent on a day (UTC).
create table api_usage (
    key_id uuid not null references api_keys (id),
    day date not null,
    tenant_id uuid not null references tenants (id),
    documents bigint not null,
    bytes bigint not null,
    primary key (key_id, day)
);

-- An answer is kept for a day, so that a client that did not hear it may ask again.
create table idempotency_keys (
    tenant_id uuid not null references tenants (id),
    -- SHA-256 of what the client sent: it may hold anything.
    key text not null,
    -- The request that has it in hand, and until when it is believed to be alive.
    holder uuid not null,
    held_until timestamptz not null,
    fingerprint text,
    answer text,
    created_at timestamptz not null,
    primary key (tenant_id, key),
    constraint idempotency_keys_answer check ((fingerprint is null) = (answer is null))
);

create index ix_idempotency_keys_created on idempotency_keys (created_at);

-- Written with the row's change that made a blob unnecessary; the file goes after that commit, whoever is killed in between.
create table blob_removals (
    tenant_id uuid not null references tenants (id),
    sha256 text not null,
    requested_at timestamptz not null,
    primary key (tenant_id, sha256)
);

create index ix_documents_tenant on documents (tenant_id, id);

create index ix_documents_reference on documents (tenant_id, reference) where reference is not null;

create index ix_documents_failed on documents (tenant_id, id) where stage = 'failed';

-- Whether another document has the same layout.
create index ix_documents_layout on documents (layout_sha256) where layout_sha256 is not null;
