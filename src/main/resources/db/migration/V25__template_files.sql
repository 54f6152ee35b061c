-- Which template files were read, and as what: one that has not changed since then changes nothing.
create table caravan.template_files (
    file    text primary key,
    sha256  text        not null,
    read_at timestamptz not null default now()
);
