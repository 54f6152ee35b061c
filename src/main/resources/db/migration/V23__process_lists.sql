-- A process and its steps are found, and processes listed, without reading all of the history.
create index if not exists caravan_procinst_by_uuid on public.act_hi_procinst ((id_::uuid));
create index if not exists caravan_procinst_by_created
    on public.act_hi_procinst ((start_time_ at time zone 'UTC') desc, (id_::uuid) desc);
create index if not exists caravan_procinst_by_end on public.act_hi_procinst (end_time_);
create index if not exists caravan_actinst_by_process on public.act_hi_actinst ((proc_inst_id_::uuid));
drop index if exists public.caravan_procinst_by_start;
-- Attempts that nothing has ended yet, by process: few, however many there were.
create index step_attempts_open_by_process on caravan.step_attempts (process_id) where ended_at is null;

-- A process that was cancelled has ended once its steps have let go; nothing starts before it was created.
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
       case when a.first_at is not null then greatest(a.first_at, p.start_time_ at time zone 'UTC') end as started_at,
       greatest(p.start_time_ at time zone 'UTC', p.end_time_ at time zone 'UTC', a.last_at, c.cancelled_at) as updated_at,
       case
           when c.process_id is not null and a.open then null
           when p.end_time_ is not null then greatest(p.end_time_ at time zone 'UTC', a.first_at)
       end                                                          as completed_at
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
