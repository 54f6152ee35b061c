-- Of which workflows a webhook is told; null: of all.
alter table caravan.webhooks add column workflows text[];
