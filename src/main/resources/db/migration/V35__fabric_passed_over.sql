-- What lies in a fabric's folder of git and declares nothing: how much, and the first of it with why.
alter table caravan.fabric_proofs add column passed_over jsonb not null default '{"count": 0, "items": []}';
alter table caravan.sync_runs add column passed_over jsonb not null default '{"count": 0, "items": []}';
