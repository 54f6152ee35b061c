-- The definitions that an import has read from its library, and what became of each.
--   outcome:  null while open | created | updated | unchanged | skipped | invalid | refused | planned
--   problems: [{"pointer", "rule", "message", "severity": "error" | "warning"}]
--   content:  the file as JSON, its decimals as written; null where it could not be read
--   state:    null until a step that writes takes the row up
create table caravan.import_definitions (
    process_id   uuid  not null,
    path         text  not null collate "C",
    vendor       text  not null,
    kind         text  not null check (kind in ('device_type', 'module_type')),
    manufacturer text,
    model        text,
    slug         text,
    outcome      text check (outcome in ('created', 'updated', 'unchanged', 'skipped', 'invalid', 'refused', 'planned')),
    components   jsonb not null default '{}',
    problems     jsonb not null default '[]',
    content      jsonb,
    state        text,
    netbox_id    bigint,
    netbox_url   text,
    primary key (process_id, path)
);
create index import_definitions_by_outcome on caravan.import_definitions (process_id, outcome, path);
