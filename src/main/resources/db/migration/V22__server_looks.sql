-- How long servers were watched while they were waited for, and when each was last asked to go.
alter table caravan.deployment_resources
    add looked_at        timestamptz,
    add observed_seconds double precision not null default 0,
    add removal_asked_at timestamptz;
comment on column caravan.deployment_resources.observed_seconds is
    'Time in which somebody looked, since the wait for it began: time in which nobody did does not count against the cloud.';
