-- Who is there to do the work: each node says so every few seconds.
create table caravan.nodes (
    name       text primary key,
    roles      text[]      not null,
    -- [{"topic", "slots", "running"}]: what it serves, and how much of it is at work.
    topics     jsonb       not null default '[]',
    started_at timestamptz not null default now(),
    beat_at    timestamptz not null default now(),
    -- It has ended by itself and will not come back: a new start is a new node.
    ended_at   timestamptz
);
comment on table caravan.nodes is 'Every node that runs or ran lately; one that is silent for 15 s counts as gone.';
