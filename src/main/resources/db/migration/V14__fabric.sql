-- Network fabrics: what git describes, what a cluster has, and what was proved of the two.
create table caravan.fabrics (
    id                 uuid primary key,
    name               text        not null unique,
    -- {"server", "namespace", "ca", "kubeconfig_context"}
    cluster            jsonb       not null default '{}',
    -- {"url", "ref", "path"}
    git                jsonb       not null default '{}',
    -- {"token", "client_certificate", "client_key", "git_token"}, sealed.
    secrets            bytea       not null,
    api_groups         text[]      not null default '{}',
    kinds              text[]      not null default '{}',
    sync_enabled       boolean     not null,
    sync_interval      int         not null check (sync_interval = 0 or sync_interval >= 10),
    policy             text        not null check (policy in ('observe', 'apply')),
    prune              boolean     not null,
    self_heal          boolean     not null,
    dry_run_first      boolean     not null,
    -- [{"cron", "duration"}]: when changes may be applied, and when never.
    windows            jsonb       not null default '[]',
    blackouts          jsonb       not null default '[]',
    watch              boolean     not null,
    capture_branch     text,
    version            int         not null default 1,
    created_by         text        not null,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now()
);
comment on table caravan.fabrics is 'What people say of a fabric; nothing here is derived.';

create table caravan.fabric_schedules (
    fabric_id         uuid primary key references caravan.fabrics on delete cascade,
    -- Runs are due at anchor + n * interval, whenever the one before ended.
    anchor            timestamptz not null,
    next_due          timestamptz,
    -- The run that holds the fabric; its process does the work.
    run_id            uuid,
    -- Runs that fell due while another held the fabric or nobody was there, since the last began.
    missed            int         not null default 0,
    failures          int         not null default 0
);
comment on table caravan.fabric_schedules is 'When each fabric is to be synced next, apart from the runs.';
create index fabric_schedules_by_due on caravan.fabric_schedules (next_due) where next_due is not null;
create index fabric_schedules_by_run on caravan.fabric_schedules (run_id) where run_id is not null;

-- Whoever begins what is due says every few seconds that it does.
create table caravan.sync_schedulers (
    node    text primary key,
    seen_at timestamptz not null
);
comment on table caravan.sync_schedulers is 'Nodes that look for due syncs; one that is silent for 15 s counts as gone.';

create table caravan.fabric_proofs (
    fabric_id         uuid primary key references caravan.fabrics on delete cascade,
    -- in_sync, out_of_sync, error, suspect_empty: what the last whole run found.
    outcome           text check (outcome in ('in_sync', 'out_of_sync', 'error', 'suspect_empty')),
    last_attempt      timestamptz,
    last_success      timestamptz,
    connection_status text        not null default 'unknown'
        check (connection_status in ('unknown', 'connected', 'disconnected', 'error')),
    sync_error        jsonb,
    synced_commit     text,
    -- Which resourceVersion each kind was listed at.
    proved_at         jsonb       not null default '{}',
    drift             jsonb       not null default '{}',
    -- What was read of git: the commit, and the tree of the path in it.
    read_commit       text,
    read_tree         text,
    captured_commit   text,
    -- Which version of the fabric the kinds were looked up for, and when.
    kinds_version     int,
    kinds_at          timestamptz
);
comment on table caravan.fabric_proofs is 'What the runs found, for each fabric the newest.';

create table caravan.fabric_kinds (
    fabric_id        uuid    not null references caravan.fabrics on delete cascade,
    api_group        text    not null,
    version          text    not null,
    kind             text    not null,
    plural           text    not null,
    namespaced       boolean not null,
    primary key (fabric_id, api_group, kind)
);

create table caravan.fabric_resources (
    id               uuid primary key default gen_random_uuid(),
    fabric_id        uuid        not null references caravan.fabrics on delete cascade,
    api_group        text        not null,
    kind             text        not null,
    namespace        text        not null,
    name             text        not null,
    -- What git says, with where it says so.
    desired          jsonb,
    desired_commit   text,
    desired_file     text,
    -- What git and cluster agreed on last, or what was applied: the base of every comparison.
    base             jsonb,
    -- What Caravan applied: only that is ever pruned.
    applied_uid      text,
    applied_commit   text,
    applied_at       timestamptz,
    -- What the cluster has.
    actual           jsonb,
    uid              text,
    resource_version text,
    generation       bigint,
    health           text        not null default 'unknown',
    health_message   text,
    state            text        not null
        check (state in ('draft', 'committed', 'synced', 'drifted', 'orphaned', 'pending')),
    drift            text        not null
        check (drift in ('in_sync', 'spec_drift', 'desired_only', 'actual_only', 'creation_pending', 'deletion_pending')),
    -- [{"field", "desired", "actual", "base", "origin", "manager", "resolution"}]
    differences      jsonb       not null default '[]',
    -- What policy would have done: create, update, delete.
    action           text,
    -- Why the cluster refused it last.
    failure          jsonb,
    -- What was written to the branch for captured objects.
    captured         jsonb,
    captured_commit  text,
    -- Git, policy or record have changed: to be compared though the cluster has not.
    stale            boolean     not null default true,
    updated_at       timestamptz not null default now(),
    unique (fabric_id, api_group, kind, namespace, name)
);
comment on table caravan.fabric_resources is 'Every object that git or cluster has, with both sides and how they differ.';

create table caravan.fabric_watches (
    fabric_id  uuid primary key references caravan.fabrics on delete cascade,
    -- The one that watches; another may once this is over.
    node       text        not null,
    held_until timestamptz not null,
    status     text        not null default 'starting' check (status in ('starting', 'active', 'error')),
    error      text,
    last_event timestamptz
);

create table caravan.sync_runs (
    -- The process that does the work has the same id.
    id                uuid primary key,
    fabric_id         uuid        not null references caravan.fabrics on delete cascade,
    trigger           text        not null check (trigger in ('schedule', 'manual', 'watch')),
    dry_run           boolean     not null default false,
    accept_empty      boolean     not null default false,
    requested_by      text        not null,
    request_id        text        not null,
    due_at            timestamptz,
    -- Runs that this one stands for besides its own.
    missed            int         not null default 0,
    status            text        not null default 'queued'
        check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    outcome           text check (outcome in ('in_sync', 'out_of_sync', 'error', 'suspect_empty', 'planned')),
    commit            text,
    -- The commit is one that Caravan made itself.
    own_commit        boolean     not null default false,
    resource_versions jsonb       not null default '{}',
    counts            jsonb       not null default '{}',
    requests          int         not null default 0,
    writes            int         not null default 0,
    error             jsonb,
    created_at        timestamptz not null default now(),
    started_at        timestamptz,
    ended_at          timestamptz
);
create index sync_runs_by_fabric on caravan.sync_runs (fabric_id, created_at desc, id desc);
create index sync_runs_by_end on caravan.sync_runs (ended_at);

create table caravan.sync_changes (
    run_id    uuid        not null references caravan.sync_runs on delete cascade,
    api_group text        not null,
    kind      text        not null,
    namespace text        not null,
    name      text        not null,
    action    text        not null check (action in ('create', 'update', 'delete')),
    -- created, updated, deleted, unchanged, failed; planned where it was a dry run.
    result    text        not null,
    message   text,
    details   jsonb       not null default '{}',
    at        timestamptz not null default now(),
    primary key (run_id, api_group, kind, namespace, name)
);
comment on table caravan.sync_changes is 'What a run did, or would do, to each object.';

-- A process that ends at an event whose id begins with failed- has failed, though every step of it is done.
create or replace view caravan.processes as
select p.id_::uuid                                                  as id,
       d.key_                                                       as workflow,
       d.version_                                                   as workflow_version,
       case
           when p.end_time_ is not null and c.process_id is not null then
               case when a.open then 'running' else 'cancelled' end
           when p.end_act_id_ like 'failed-%' then 'failed'
           when p.end_time_ is not null then 'completed'
           when exists (select 1 from public.act_ru_deadletter_job j where j.process_instance_id_ = p.id_) then 'failed'
           when exists (select 1 from public.act_ru_external_job j where j.process_instance_id_ = p.id_)
             or exists (select 1 from public.act_ru_job j where j.process_instance_id_ = p.id_) then
               case when a.first_at is null then 'created' else 'running' end
           else 'waiting'
       end                                                          as status,
       s.form_data,
       s.created_by,
       s.request_id,
       p.start_time_ at time zone 'UTC'                             as created_at,
       a.first_at                                                   as started_at,
       greatest(p.start_time_ at time zone 'UTC', p.end_time_ at time zone 'UTC', a.last_at, c.cancelled_at) as updated_at,
       p.end_time_ at time zone 'UTC'                               as completed_at
from public.act_hi_procinst p
join public.act_re_procdef d on d.id_ = p.proc_def_id_
join caravan.process_starts s on s.process_id = p.id_::uuid
left join caravan.process_cancellations c on c.process_id = p.id_::uuid
left join lateral (
    select min(t.started_at)                                           as first_at,
           greatest(max(t.started_at), max(t.ended_at), max(t.progress_at)) as last_at,
           coalesce(bool_or(t.ended_at is null and t.lease_until > now()), false) as open
    from caravan.step_attempts t where t.process_id = p.id_
) a on true;
