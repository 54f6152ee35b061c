-- The images of an import's definitions, as the library has them, and how far each of them is.
--   slot:      front_image or rear_image of a device type; of a module type the attachment's name
--   content:   git's id of its bytes
--   netbox_id: the attachment of an earlier import that it replaces
--   state:     planned, unchanged (NetBox has it from an import), kept (NetBox has another that no import sent), sending
--              (on its way), sent, refused
create table caravan.import_images (
    process_id uuid   not null,
    path       text   not null,
    slot       text   not null,
    file       text   not null,
    content    text   not null,
    bytes      bigint not null,
    netbox_id  bigint,
    state      text   not null default 'planned'
        check (state in ('planned', 'unchanged', 'kept', 'sending', 'sent', 'refused')),
    primary key (process_id, path, slot),
    foreign key (process_id, path) references caravan.import_definitions (process_id, path) on delete cascade
);

-- What imports last sent as the image of a type. It outlives the history of the imports.
--   content: git's id of the bytes that NetBox has; null until it is known that they came
--   image:   the path that NetBox gave them
--   stamp:   NetBox's time of creation of the device type or attachment
--   sending: git's id of what was sent, nobody knows yet with what success
create table caravan.written_images (
    netbox     text        not null,
    type_kind  text        not null,
    type_id    bigint      not null,
    slot       text        not null,
    content    text,
    image      text,
    stamp      text,
    sending    text,
    process_id uuid        not null,
    written_at timestamptz not null,
    primary key (netbox, type_kind, type_id, slot)
);
