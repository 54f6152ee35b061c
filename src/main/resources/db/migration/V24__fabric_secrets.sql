-- What git declares is kept here in full where the declaration holds a secret, sealed; desired, base, actual and
-- differences hold a word in its place.
alter table caravan.fabric_resources add desired_sealed bytea;
update caravan.fabric_resources set stale = true, updated_at = now();
update caravan.fabric_resources
set differences = '[]', normalised = '[]', captured = null, failure = null
where api_group = '' and kind = 'Secret';
update caravan.sync_changes set details = '[]', message = null where api_group = '' and kind = 'Secret';
