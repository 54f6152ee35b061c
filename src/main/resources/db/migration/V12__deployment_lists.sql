-- What is asked of deployments twice a second, and their list by status.
create index deployments_at_work on caravan.deployments (cloud_region) where operation is not null;
create index deployments_by_status on caravan.deployments (status, created_at desc, id desc);
create index servers_by_age on caravan.deployment_resources (present_at) where kind = 'server';
