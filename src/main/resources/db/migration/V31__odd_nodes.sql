-- What a node of another version says of its topics hides no other node: only what is understood is looked at.
create or replace view caravan.nodes_seen as
select name, roles,
       jsonb_path_query_array(
         topics,
         '$[*] ? (@.topic.type() == "string" && @.slots.type() == "number" && @.running.type() == "number")') as topics,
       started_at, beat_at, ended_at,
       ended_at is null and beat_at > now() - interval '15 s' as alive
from caravan.nodes;
