-- What a cluster keeps in its own way, seen when it took what was applied: [{"field", "desired", "actual"}].
alter table caravan.fabric_resources add column normalised jsonb not null default '[]';

-- Which cluster and namespace the record is of: that of another place holds until the new one is seen to exist.
alter table caravan.fabric_proofs add column place text;
update caravan.fabric_proofs p
set place = concat(f.cluster ->> 'server', f.cluster ->> 'kubeconfig_context', ' ', f.cluster ->> 'namespace')
from caravan.fabrics f
where f.id = p.fabric_id and p.read_tree is not null;
