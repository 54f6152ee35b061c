-- How each definition is brought into NetBox, and how far that is.
--   action: create   | a type of its own
--           complete | a type that an earlier import left half-made
--           update   | a type that stands, brought to the library's state
--   state:  planned | intended | standing | writing | refusing | done
--   plan:   what an update changes: {"properties": {}, "before": {}, "create": {kind: [names]},
--           "update": {kind: count}}
alter table caravan.import_definitions add column action text;
alter table caravan.import_definitions add column plan jsonb;
create index import_definitions_by_state on caravan.import_definitions (process_id, state);

-- The NetBox that an import was compared with.
create table caravan.import_targets (
    process_id     uuid primary key,
    netbox         text not null,
    netbox_version text not null,
    commit         text not null,
    summary        jsonb
);

-- Manufacturers and roles that definitions name; without a number they are still to be created.
create table caravan.import_references (
    process_id uuid not null,
    kind       text not null,
    slug       text not null,
    name       text not null,
    netbox_id  bigint,
    problem    text,
    -- Sent once, nobody knows with what success.
    intended   boolean not null default false,
    primary key (process_id, kind, slug)
);

-- The journal: every object that an import created or changed.
create table caravan.imported_objects (
    process_id uuid        not null,
    netbox     text        not null,
    kind       text        not null,
    netbox_id  bigint      not null,
    name       text        not null,
    path       text,
    commit     text        not null,
    action     text        not null check (action in ('created', 'updated')),
    before     jsonb,
    -- NetBox's own time of creation: tells a type from another that got its number later.
    stamp      text,
    -- false: a type whose components are not all there yet.
    complete   boolean     not null default true,
    created_at timestamptz not null,
    undone_at  timestamptz,
    primary key (process_id, kind, netbox_id, action)
);
create index imported_objects_by_definition on caravan.imported_objects (process_id, path, kind);
create index imported_objects_half_made on caravan.imported_objects (netbox, kind, netbox_id)
    where not complete;

-- Requests to NetBox, counted before they leave, every attempt.
create table caravan.netbox_requests (
    process_id uuid   not null,
    topic      text   not null,
    method     text   not null,
    requests   bigint not null,
    primary key (process_id, topic, method)
);
