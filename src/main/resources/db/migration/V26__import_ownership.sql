-- What an import has sent, made and changed is known to every other import, whatever became of it.

-- When the type of a definition was sent first: what NetBox made earlier cannot be of it.
alter table caravan.import_definitions add column sent_at timestamptz;

-- certain:   NetBox's change log, or its answer, says that it was this import. What is not certain is never deleted.
-- after:     what an update set, beside what was there before.
-- confirmed: false for a change that was about to be sent, nobody knows with what success.
alter table caravan.imported_objects add column certain boolean not null default true;
alter table caravan.imported_objects add column after jsonb;
alter table caravan.imported_objects add column confirmed boolean not null default true;

-- The imports that wait, and what for; the keys of what each of them works on.
alter table caravan.import_targets add column lock_keys text[] not null default '{}';
alter table caravan.import_targets add column waits_for uuid;
alter table caravan.import_targets add column waits_since timestamptz;

-- Who works on the types of which manufacturer in which NetBox. A lock holds as long as its process lives, and as long
-- as one of its requests may be at work; whoever comes then takes it over.
create table caravan.import_locks (
    netbox     text        not null,
    key        text        not null,
    process_id uuid        not null,
    taken_at   timestamptz not null,
    primary key (netbox, key)
);
create index import_locks_by_process on caravan.import_locks (process_id);

-- Requests that create something, from before they leave until it is known what came of them.
create table caravan.import_requests (
    id         uuid primary key,
    process_id uuid        not null,
    path       text        not null,
    objects    int         not null,
    sent_at    timestamptz not null,
    -- If nothing was heard by then, the request is not at work any more.
    over_at    timestamptz not null
);
create index import_requests_by_process on caravan.import_requests (process_id);

-- What became of a definition: as it was written down, or, once its import has ended without that, what it left.
--   unfinished:  it stands in NetBox, and a part of it may be missing
--   uncertain:   it was on its way
--   not_written: nothing of it was written
create function caravan.import_outcome(outcome text, action text, state text, netbox_id bigint, plan jsonb, process text)
    returns text language sql immutable as
$$
    select case
        when outcome is not null or process is null or process not in ('cancelled', 'failed', 'completed') then outcome
        when action in ('create', 'complete') and netbox_id is not null then 'unfinished'
        when action = 'create' and state = 'intended' then 'uncertain'
        when action = 'update' and (state in ('writing', 'refusing')
            or (state = 'standing' and plan -> 'properties' <> '{}'::jsonb)) then 'unfinished'
        else 'not_written'
    end
$$;
