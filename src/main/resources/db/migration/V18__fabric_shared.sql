create index fabric_resources_uid on caravan.fabric_resources (uid) where uid is not null;

create view caravan.fabric_resources_shared as
select r.id, r.fabric_id, f.name as other, coalesce(o.applied_uid = r.uid, false) as applied_there
from caravan.fabric_resources r
join caravan.fabric_resources o on o.uid = r.uid and o.fabric_id <> r.fabric_id and o.desired is not null
join caravan.fabrics f on f.id = o.fabric_id;
comment on view caravan.fabric_resources_shared is 'Objects of a fabric that another one declares, and whether that has applied them.';
