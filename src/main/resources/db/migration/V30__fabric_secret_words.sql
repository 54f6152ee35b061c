-- More names and texts count as secret than before: what reports and comparisons hold of them in clear goes. Objects are
-- compared anew, by which what is kept of both sides is concealed; until then it is concealed as it is read.
update caravan.sync_changes
set details = '[]', message = null
where lower(concat(details::text, ' ', message))
      ~ '(community|md5|bearer|pem\M|ssh[_-]?key|private|priv[_-]?key|\mpass\M|authorization|cookie|jwt|otp\M|(client|shared|signing|tacacs|radius|bgp|ospf)[_-]?key|://[^/@ "]+@|-----begin|(password|passwd|token|secret)["'' ]{0,3}[:=])';

update caravan.fabric_resources
set stale = true, updated_at = now(), differences = '[]', normalised = '[]', failure = null
where lower(concat(desired::text, base::text, actual::text, differences::text, failure::text))
      ~ '(community|md5|bearer|pem\M|ssh[_-]?key|private|priv[_-]?key|\mpass\M|authorization|cookie|jwt|otp\M|(client|shared|signing|tacacs|radius|bgp|ospf)[_-]?key|://[^/@ "]+@|-----begin|(password|passwd|token|secret)["'' ]{0,3}[:=])';

-- What the cluster's own schema of a kind marks as secret, and nothing else of that schema; null where it marks nothing.
alter table caravan.fabric_kinds add column if not exists secret_schema jsonb;
-- Asked for with the kinds, so those are asked for anew.
update caravan.fabric_proofs set kinds_at = null;
