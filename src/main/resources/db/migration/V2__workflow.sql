-- The engine's queue of steps: taken by topic, oldest first; asked about by process.
create index if not exists caravan_external_job_by_topic on public.act_ru_external_job (handler_cfg_, create_time_);
create index if not exists caravan_external_job_by_process on public.act_ru_external_job (process_instance_id_);
create index if not exists caravan_deadletter_job_by_process on public.act_ru_deadletter_job (process_instance_id_);
create index if not exists caravan_procinst_by_start on public.act_hi_procinst (start_time_ desc, id_);

-- What a process was started with, written in the transaction that starts it.
create table caravan.process_starts (
    process_id uuid primary key,
    form_data  jsonb not null,
    created_by text  not null,
    request_id text  not null
);

-- Who asked that a process end before its time.
create table caravan.process_cancellations (
    process_id   uuid primary key,
    cancelled_by text        not null,
    request_id   text        not null,
    cancelled_at timestamptz not null default now()
);

-- A process as people see it: a view over the engine's history, never a copy.
create view caravan.processes as
select p.id_::uuid                                                  as id,
       d.key_                                                       as workflow,
       d.version_                                                   as workflow_version,
       case
           when p.end_time_ is not null and c.process_id is not null then
               case when a.open then 'running' else 'cancelled' end
           when p.end_time_ is not null then 'completed'
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
left join lateral (
    select min(t.started_at)                                           as first_at,
           greatest(max(t.started_at), max(t.ended_at), max(t.progress_at)) as last_at,
           coalesce(bool_or(t.ended_at is null and t.lease_until > now()), false) as open
    from caravan.step_attempts t where t.process_id = p.id_
) a on true;

-- A step as people see it: an activity of the engine's history with its attempts.
create view caravan.process_steps as
select h.id_                                    as id,
       h.proc_inst_id_::uuid                    as process_id,
       h.act_id_                                as activity_id,
       coalesce(h.act_name_, h.act_id_)         as name,
       case h.act_type_ when 'externalWorkerServiceTask' then 'serviceTask' else h.act_type_ end as type,
       l.topic,
       case
           when l.outcome = 'permanently_failed' and h.end_time_ is null
                and exists (select 1 from public.act_ru_deadletter_job j where j.execution_id_ = h.execution_id_)
               then 'permanently_failed'
           when h.end_time_ is not null and h.delete_reason_ is not null and l.outcome is distinct from 'problem'
               then 'cancelled'
           when h.end_time_ is not null then 'completed'
           when l.outcome is null then 'created'
           when l.outcome = 'running' then 'running'
           else 'retrying'
       end                                      as status,
       coalesce(l.attempts, 0)                  as attempts,
       l.done, l.total, l.unit,
       l.error_type, l.error_message, l.error_details, l.retryable, l.retry_at, l.node,
       h.start_time_ at time zone 'UTC'         as created_at,
       l.first_at                               as started_at,
       h.end_time_ at time zone 'UTC'           as completed_at,
       h.execution_id_                          as execution_id,
       h.transaction_order_                     as place
from public.act_hi_actinst h
join caravan.process_starts s on s.process_id = h.proc_inst_id_::uuid
left join lateral (
    select (array_agg(t.topic order by t.id desc))[1]         as topic,
           (array_agg(t.outcome order by t.id desc))[1]       as outcome,
           (array_agg(t.node order by t.id desc))[1]          as node,
           count(*)                                           as attempts,
           min(t.started_at)                                  as first_at,
           max(t.done)                                        as done,
           (array_agg(t.total order by t.id desc) filter (where t.total is not null))[1] as total,
           (array_agg(t.unit order by t.id desc) filter (where t.unit is not null))[1]   as unit,
           (array_agg(t.error_type order by t.id desc))[1]    as error_type,
           (array_agg(t.error_message order by t.id desc))[1] as error_message,
           (array_agg(t.error_details order by t.id desc))[1] as error_details,
           (array_agg(t.retryable order by t.id desc))[1]     as retryable,
           (array_agg(t.retry_at order by t.id desc))[1]      as retry_at
    from caravan.step_attempts t
    where t.process_id = h.proc_inst_id_ and t.execution_id = h.execution_id_ and t.activity_id = h.act_id_
) l on h.act_type_ = 'externalWorkerServiceTask'
where h.act_type_ in ('externalWorkerServiceTask', 'userTask', 'receiveTask', 'intermediateCatchEvent', 'callActivity', 'subProcess');
