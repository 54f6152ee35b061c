-- Whose a key is: it may never do more than that user, and goes with it. A key that a key made belongs to the same
-- user; one of the environment, and what it made, belongs to nobody.
alter table caravan.api_keys add column user_id uuid references caravan.users (id) on delete cascade;
create index api_keys_user on caravan.api_keys (user_id);

with recursive makers (key_id, key_name, user_id) as (
    select k.id, k.name, u.id
    from caravan.api_keys k join caravan.users u on lower(u.username) = lower(k.created_by) and u.created_at <= k.created_at
    union
    select k.id, k.name, m.user_id
    from caravan.api_keys k join makers m on k.created_by = 'api-key:' || m.key_name
)
update caravan.api_keys k set user_id = m.user_id from makers m where m.key_id = k.id;
comment on column caravan.api_keys.user_id is 'Whose the key is; null where the environment made it.';
