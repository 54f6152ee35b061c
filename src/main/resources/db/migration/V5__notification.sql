-- Who is told of what happens, and what became of every telling.
create table caravan.webhooks (
    id         uuid primary key,
    url        text        not null,
    -- Sealed: it signs what is sent.
    secret     bytea       not null,
    events     text[]      not null,
    active     boolean     not null,
    created_by text        not null,
    version    int         not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index webhooks_listed on caravan.webhooks (created_at, id);

-- The outbox: written in the transaction of the event, sent afterwards.
create table caravan.webhook_deliveries (
    id              uuid primary key,
    webhook_id      uuid        not null references caravan.webhooks on delete cascade,
    event           text        not null,
    process_id      uuid        not null,
    -- Exactly what is sent: the signature is of these characters.
    body            text        not null,
    status          text        not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
    attempts        int         not null default 0,
    due_at          timestamptz not null default now(),
    give_up_at      timestamptz not null,
    lease           uuid,
    lease_until     timestamptz,
    response_status int,
    response        text,
    error           text,
    created_at      timestamptz not null default now(),
    ended_at        timestamptz,
    -- Set for what a process tells once, however often the step that tells it runs.
    once_key        text,
    unique (webhook_id, once_key)
);
create index webhook_deliveries_due on caravan.webhook_deliveries (webhook_id, due_at) where status = 'pending';
create index webhook_deliveries_listed on caravan.webhook_deliveries (webhook_id, created_at desc, id desc);
create index webhook_deliveries_ended on caravan.webhook_deliveries (ended_at) where ended_at is not null;
