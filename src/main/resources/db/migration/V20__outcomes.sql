-- The end events at which a process has failed, as the model of that version states.
create table caravan.failing_ends (
    definition_id text not null,
    activity_id   text not null,
    primary key (definition_id, activity_id)
);
comment on table caravan.failing_ends is 'End events at which a process has failed.';

-- Processes that ended as failed: at an end event that says so, or by an error that nothing caught.
create table caravan.process_failures (
    process_id    uuid        primary key,
    activity_id   text        not null,
    activity_name text        not null,
    error_type    text        not null,
    error_message text        not null,
    failed_at     timestamptz not null default clock_timestamp()
);
comment on table caravan.process_failures is 'Processes that ended as failed, where and why.';

-- Models of before say nothing of outcomes: what their ends were called is the last that is made of it.
insert into caravan.failing_ends (definition_id, activity_id)
select distinct d.id_, ends.id[1]
from public.act_re_procdef d
join public.act_ge_bytearray b on b.deployment_id_ = d.deployment_id_ and b.name_ = d.resource_name_
cross join lateral regexp_matches(
    convert_from(b.bytes_, 'UTF8'),
    '<(?:[A-Za-z0-9_]+:)?endEvent\s[^>]*?\mid="(failed-[^"]+|failed|not-scaled|not-configured|not-repaired)"', 'g') as ends(id)
where ends.id[1] like 'failed-%'
   or (d.key_, ends.id[1]) in (('deploy-infrastructure', 'failed'), ('scale-infrastructure', 'not-scaled'),
                               ('configure-infrastructure', 'not-configured'), ('check-infrastructure', 'not-repaired'));

insert into caravan.process_failures (process_id, activity_id, activity_name, error_type, error_message, failed_at)
select p.id_::uuid, p.end_act_id_, coalesce(a.act_name_, p.end_act_id_), 'ProcessFailed',
       d.key_ || ' ended at ''' || coalesce(a.act_name_, p.end_act_id_) || '''', p.end_time_ at time zone 'UTC'
from public.act_hi_procinst p
join public.act_re_procdef d on d.id_ = p.proc_def_id_
join caravan.failing_ends e on e.definition_id = p.proc_def_id_ and e.activity_id = p.end_act_id_
join caravan.process_starts s on s.process_id = p.id_::uuid
left join lateral (
    select h.act_name_ from public.act_hi_actinst h
    where h.proc_inst_id_ = p.id_ and h.act_id_ = p.end_act_id_ limit 1
) a on true
where p.end_time_ is not null
on conflict do nothing;

create or replace view caravan.processes as
select p.id_::uuid                                                  as id,
       d.key_                                                       as workflow,
       d.version_                                                   as workflow_version,
       case
           when p.end_time_ is not null and c.process_id is not null then
               case when a.open then 'running' else 'cancelled' end
           when p.end_time_ is not null then case when f.process_id is null then 'completed' else 'failed' end
           when exists (select 1 from public.act_ru_deadletter_job j where j.process_instance_id_ = p.id_) then 'failed'
           when exists (select 1 from public.act_ru_external_job j where j.process_instance_id_ = p.id_)
             or exists (select 1 from public.act_ru_job j where j.process_instance_id_ = p.id_) then
               case when a.first_at is null then 'created' else 'running' end
           else 'waiting'
       end                                                          as status,
       s.form_data,
       s.created_by,
       s.request_id,
       p.start_time_ at time zone 'UTC'                             as created_at,
       a.first_at                                                   as started_at,
       greatest(p.start_time_ at time zone 'UTC', p.end_time_ at time zone 'UTC', a.last_at, c.cancelled_at) as updated_at,
       p.end_time_ at time zone 'UTC'                               as completed_at
from public.act_hi_procinst p
join public.act_re_procdef d on d.id_ = p.proc_def_id_
join caravan.process_starts s on s.process_id = p.id_::uuid
left join caravan.process_cancellations c on c.process_id = p.id_::uuid
left join caravan.process_failures f on f.process_id = p.id_::uuid
left join lateral (
    select min(t.started_at)                                           as first_at,
           greatest(max(t.started_at), max(t.ended_at), max(t.progress_at)) as last_at,
           coalesce(bool_or(t.ended_at is null and t.lease_until > now()), false) as open
    from caravan.step_attempts t where t.process_id = p.id_
) a on true;
