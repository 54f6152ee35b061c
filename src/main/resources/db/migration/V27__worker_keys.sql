-- Topics of steps that a worker outside of Caravan may take and finish by a key.
alter table caravan.api_keys add column topics text[] not null default '{}';
