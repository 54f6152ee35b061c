-- What imports last wrote into each object of NetBox: what they may take away again. One row for
-- an object, whichever imports wrote to it; it outlives the history of the imports.
--   made:    an import created the object
--   fields:  {field: value}, in the shape in which NetBox took it
--   earlier: the fields before process_id wrote; null where it was the first
--   type_kind, type_id: the type that it is, or is a component of
--   library: the address of the library that the definition is from; empty where nobody knows
--   stamp:   NetBox's time of creation: tells an object from another that got its number later
create table caravan.written_objects (
    netbox     text        not null,
    kind       text        not null,
    netbox_id  bigint      not null,
    stamp      text,
    name       text        not null,
    path       text        not null,
    type_kind  text        not null,
    type_id    bigint      not null,
    library    text        not null default '',
    commit     text        not null,
    made       boolean     not null,
    fields     jsonb       not null,
    earlier    jsonb,
    process_id uuid        not null,
    written_at timestamptz not null,
    primary key (netbox, kind, netbox_id)
);
create index written_objects_by_type on caravan.written_objects (netbox, type_kind, type_id);
create index written_objects_types on caravan.written_objects (netbox, path)
    where made and kind in ('device_types', 'module_types');
create index written_objects_by_process on caravan.written_objects (process_id, path);

alter table caravan.import_targets add column library text not null default '';

-- gone: an import made the type, and the library has its file no longer.
alter table caravan.import_definitions drop constraint import_definitions_outcome_check;
alter table caravan.import_definitions add constraint import_definitions_outcome_check
    check (outcome in ('created', 'updated', 'unchanged', 'skipped', 'invalid', 'refused', 'planned', 'gone'));
