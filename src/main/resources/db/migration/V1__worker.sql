-- The bridge: every attempt at a step, and what it says of itself while it works.
create table caravan.step_attempts (
    id            bigint generated always as identity primary key,
    job_id        text        not null,
    process_id    text        not null,
    execution_id  text        not null,
    activity_id   text        not null,
    activity_name text        not null,
    topic         text        not null,
    attempt       int         not null,
    node          text        not null,
    lease_owner   text        not null,
    lease_until   timestamptz not null,
    started_at    timestamptz not null default now(),
    ended_at      timestamptz,
    outcome       text        not null default 'running'
        check (outcome in ('running', 'completed', 'retrying', 'permanently_failed', 'problem', 'lost', 'released')),
    -- Attempts before a resume count no more towards the limit.
    forgiven      boolean     not null default false,
    error_type    text,
    error_message text,
    error_details jsonb,
    retryable     boolean,
    retry_at      timestamptz,
    done          bigint,
    total         bigint,
    unit          text,
    progress_at   timestamptz
);
create index step_attempts_by_job on caravan.step_attempts (job_id, attempt);
create index step_attempts_by_process on caravan.step_attempts (process_id, id);
create index step_attempts_open on caravan.step_attempts (job_id) where ended_at is null;
comment on table caravan.step_attempts is 'Every attempt at a step of a process: when, by which node, how it ended.';
