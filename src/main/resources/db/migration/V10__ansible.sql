-- Runs of playbooks: what was asked for, each attempt at it, and what it printed.
create table caravan.playbook_runs (
    id          uuid primary key,
    -- What is configured, by the id that its own module gave it.
    subject     uuid        not null,
    playbook    text        not null,
    repeatable  boolean     not null,
    inventory   jsonb       not null,
    -- Sealed; forgotten as soon as the run has ended.
    extra_vars  bytea,
    state       text        not null default 'asked'
        check (state in ('asked', 'running', 'succeeded', 'failed', 'timed_out', 'cancelled', 'given_up')),
    exit_code   int,
    recap       jsonb,
    asked_by    text        not null,
    asked_at    timestamptz not null default now(),
    started_at  timestamptz,
    ended_at    timestamptz
);
create index playbook_runs_by_subject on caravan.playbook_runs (subject, asked_at desc);
create index playbook_runs_by_end on caravan.playbook_runs (ended_at);

create table caravan.playbook_attempts (
    id         bigint generated always as identity primary key,
    run_id     uuid        not null references caravan.playbook_runs,
    node       text        not null,
    started_at timestamptz not null default now(),
    ended_at   timestamptz,
    -- forgiven: it was interrupted, and a person decided, or the playbook says, that it is run again.
    outcome    text        not null default 'running'
        check (outcome in ('running', 'ended', 'interrupted', 'forgiven')),
    exit_code  int
);
comment on table caravan.playbook_attempts is 'Committed before the child process starts: from then on it may have changed something.';
create index playbook_attempts_by_run on caravan.playbook_attempts (run_id, id);

create table caravan.playbook_output (
    id     bigint generated always as identity primary key,
    run_id uuid        not null references caravan.playbook_runs,
    at     timestamptz not null default now(),
    line   text        not null
);
create index playbook_output_by_run on caravan.playbook_output (run_id, id);
