-- Infrastructure on clouds: templates, deployments, and every resource that was ever made for one.
create table caravan.templates (
    name       text        not null,
    version    int         not null,
    content    jsonb       not null,
    created_by text        not null,
    created_at timestamptz not null default now(),
    primary key (name, version)
);
comment on table caravan.templates is 'Every version of a template; a deployment keeps the one that it was made from.';

create table caravan.deployments (
    id               uuid primary key,
    name             text        not null,
    status           text        not null,
    template         text        not null,
    template_version int         not null,
    cloud_region     text        not null,
    parameters       jsonb       not null,
    blueprint        jsonb       not null,
    plan             jsonb,
    metadata         jsonb       not null default '{}',
    error            jsonb,
    -- The one operation at a time: its process holds the deployment until it ends.
    operation        text,
    process_id       uuid,
    created_by       text        not null,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    completed_at     timestamptz,
    deleted_at       timestamptz,
    foreign key (template, template_version) references caravan.templates (name, version)
);
create index deployments_by_time on caravan.deployments (created_at desc, id);
create unique index deployments_by_name on caravan.deployments (name) where deleted_at is null;
create index deployments_by_process on caravan.deployments (process_id);

create table caravan.deployment_resources (
    id            uuid primary key,
    deployment_id uuid        not null references caravan.deployments,
    -- The operation that it was made by.
    process_id    uuid        not null,
    kind          text        not null,
    name          text        not null,
    vm_type       text,
    ordinal       int         not null default 0,
    spec          jsonb       not null,
    state         text        not null
        check (state in ('planned', 'asked', 'present', 'removing', 'gone')),
    -- The cloud's own: its id, and for a server what the cloud says of it.
    openstack_id  text,
    status        text,
    address       text,
    fault         text,
    replaced      int         not null default 0,
    -- An answer was lost: there may be a twin, to be looked for at the end.
    doubtful      boolean     not null default false,
    asked_at      timestamptz,
    present_at    timestamptz,
    gone_at       timestamptz
);
comment on column caravan.deployment_resources.asked_at is 'Committed before the request that makes it is sent: from then on it may exist.';
create index deployment_resources_by_deployment on caravan.deployment_resources (deployment_id, kind, ordinal);
create index deployment_resources_by_process on caravan.deployment_resources (process_id);

create table caravan.deployment_events (
    id            bigint generated always as identity primary key,
    deployment_id uuid        not null references caravan.deployments,
    process_id    uuid,
    type          text        not null,
    message       text        not null,
    details       jsonb       not null default '{}',
    at            timestamptz not null default now()
);
create index deployment_events_by_deployment on caravan.deployment_events (deployment_id, id);

-- Which node looks after the servers of a cloud, and when it looks next.
create table caravan.cloud_watches (
    cloud     text primary key,
    held_by   text,
    held_until timestamptz,
    look_at   timestamptz not null default now()
);
