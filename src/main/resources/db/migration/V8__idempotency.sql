-- Answers by idempotency key. A row is reserved before the call is made and finished after it; the
-- process that the call starts is noted in the transaction that starts it, so that a crash between
-- the two is told from one before either.
create table caravan.idempotency_keys (
  caller text not null,
  key text not null,
  fingerprint bytea not null,
  owner uuid not null,
  lease_until timestamptz not null,
  process_id uuid,
  status integer,
  location text,
  entity_tag text,
  content_type text,
  body text,
  created_at timestamptz not null,
  primary key (caller, key)
);
create index idempotency_keys_by_age on caravan.idempotency_keys (created_at);
