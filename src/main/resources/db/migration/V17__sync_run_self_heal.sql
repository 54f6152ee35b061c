-- Whether git wins in this run, whatever the fabric says: how conflicts are settled, and rehearsed before.
alter table caravan.sync_runs add column self_heal boolean not null default false;
