-- What a check of a deployment found: when, and how the cloud differs from what is recorded.
alter table caravan.deployments add column drift jsonb;
comment on column caravan.deployments.drift is 'The last check: checked_at, in_sync, and findings with kind, name, problem and both sides.';
create index deployments_drifted on caravan.deployments (id) where drift ->> 'in_sync' = 'false';

-- When a cloud was last compared as a whole: whichever node is first does it.
alter table caravan.cloud_watches add column checked_at timestamptz;
