-- Which nodes are there, said in one place: who has ended or is silent for 15 s counts as gone.
create view caravan.nodes_seen as
select name, roles, topics, started_at, beat_at, ended_at,
       ended_at is null and beat_at > now() - interval '15 s' as alive
from caravan.nodes;
comment on view caravan.nodes_seen is 'Every node that runs or ran lately, and whether it is alive.';
