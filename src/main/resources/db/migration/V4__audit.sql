-- Who did what, when and from where. Rows are added and never changed; only the retention below
-- takes old ones away.
create table caravan.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system', 'anonymous')),
  action text not null,
  object_type text,
  object_id text,
  outcome text not null check (outcome in ('succeeded', 'refused', 'failed')),
  status integer,
  request_id text,
  remote_address text,
  details jsonb not null default '{}'
);
create index audit_by_time on caravan.audit (at);
create index audit_by_actor on caravan.audit (actor, id);
create index audit_by_object on caravan.audit (object_id, id);
create index audit_by_request on caravan.audit (request_id);

create function caravan.audit_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('caravan.audit_retention', true) = 'on' then
    return old;
  end if;
  raise exception 'The audit is append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_keeps_rows before update or delete on caravan.audit
  for each row execute function caravan.audit_is_append_only();
create trigger audit_keeps_all before truncate on caravan.audit
  for each statement execute function caravan.audit_is_append_only();

-- Takes away what is older than it has to be kept; answers how many rows.
create function caravan.audit_forget(before timestamptz) returns bigint language plpgsql as $$
declare
  forgotten bigint;
begin
  perform set_config('caravan.audit_retention', 'on', true);
  delete from caravan.audit where at < before;
  get diagnostics forgotten = row_count;
  perform set_config('caravan.audit_retention', 'off', true);
  return forgotten;
end $$;
