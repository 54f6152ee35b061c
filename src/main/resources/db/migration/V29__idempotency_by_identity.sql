-- An answer belongs to the caller itself, not to its name, which another one may have later. What was kept under a name goes to
-- who has the name now and had it then; the rest is nobody's.
update caravan.idempotency_keys k set caller = 'user:' || u.id
  from caravan.users u where k.caller = u.username and u.created_at <= k.created_at;
update caravan.idempotency_keys k set caller = 'api-key:' || a.id
  from caravan.api_keys a where k.caller = 'api-key:' || a.name and a.created_at <= k.created_at;
delete from caravan.idempotency_keys where caller !~ '^(user|api-key):[0-9a-f-]{36}$';
