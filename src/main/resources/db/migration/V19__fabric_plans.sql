-- What a run found and means to do holds for a time, for one version of its fabric, at one place.
alter table caravan.sync_runs
    -- When its lists were begun, by this clock; the oldest of what it says.
    add listed_at      timestamptz,
    add listed_version int,
    add listed_place   text,
    drop constraint sync_runs_outcome_check,
    add constraint sync_runs_outcome_check
        check (outcome in ('in_sync', 'out_of_sync', 'error', 'suspect_empty', 'outdated', 'planned'));
alter table caravan.fabric_proofs
    drop constraint fabric_proofs_outcome_check,
    add constraint fabric_proofs_outcome_check
        check (outcome in ('in_sync', 'out_of_sync', 'error', 'suspect_empty', 'outdated'));
alter table caravan.fabric_resources
    -- The object that was left to another fabric, and is not taken for ours again.
    add released_uid text;
