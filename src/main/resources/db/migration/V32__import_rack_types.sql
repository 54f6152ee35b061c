-- A library defines types of racks, too.
alter table caravan.import_definitions drop constraint import_definitions_kind_check;
alter table caravan.import_definitions
    add constraint import_definitions_kind_check check (kind in ('device_type', 'module_type', 'rack_type'));

drop index caravan.written_objects_types;
create index written_objects_types on caravan.written_objects (netbox, path)
    where made and kind in ('device_types', 'module_types', 'rack_types');
