#!/usr/bin/env python3
"""Fills the history of a database that Caravan has made with processes and steps that ended, and measures whether lists,
single processes and metrics slow down with it.

    DATABASE_URL=postgresql://... KEY=... src/test/scripts/long-history.py --processes 100000 --steps 10 --url http://localhost:8080

Each process has --steps steps with an attempt each, spread over a year; rows carry created_by 'long-history' and are
taken away again by --clean. Needs psql and a Caravan that runs on the same database with one process of its own
(an import, say): its rows are the pattern.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time
import urllib.request

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--processes", type=int, default=100_000)
parser.add_argument("--steps", type=int, default=10)
parser.add_argument("--url", default="http://localhost:8080")
parser.add_argument("--rounds", type=int, default=20)
parser.add_argument("--clean", action="store_true")
arg = parser.parse_args()

CLEAN = """
delete from act_hi_actinst where proc_inst_id_ in (select process_id::text from caravan.process_starts where created_by = 'long-history');
delete from caravan.step_attempts where process_id in (select process_id::text from caravan.process_starts where created_by = 'long-history');
delete from act_hi_procinst where id_ in (select process_id::text from caravan.process_starts where created_by = 'long-history');
delete from caravan.process_starts where created_by = 'long-history'
"""
FILL = """
create temp table made as
select gen_random_uuid()::text as id, n, (select id_ from act_re_procdef order by version_ desc, key_ limit 1) as definition,
       now() at time zone 'UTC' - make_interval(secs => 31536000.0 * n / {processes}) as at
from generate_series(1, {processes}) n;
insert into caravan.process_starts (process_id, form_data, created_by, request_id)
select id::uuid, '{{}}', 'long-history', 'long-history' from made;
insert into act_hi_procinst (id_, rev_, proc_inst_id_, proc_def_id_, start_time_, end_time_, duration_, end_act_id_)
select id, 1, id, definition, at, at + interval '1 minute', 60000, 'end' from made;
insert into act_hi_actinst (id_, rev_, proc_def_id_, proc_inst_id_, execution_id_, act_id_, act_name_, act_type_, start_time_, end_time_, duration_)
select gen_random_uuid()::text, 1, definition, id, id || '-' || s, 'step-' || s, 'Step ' || s, 'externalWorkerServiceTask',
       at, at + interval '1 minute', 60000 from made, generate_series(1, {steps}) s;
insert into caravan.step_attempts (job_id, process_id, execution_id, activity_id, activity_name, topic, attempt, node, lease_owner,
                                   lease_until, started_at, ended_at, outcome)
select id || '-' || s, id, id || '-' || s, 'step-' || s, 'Step ' || s, 'demo.step', 1, 'node', 'owner', at at time zone 'UTC',
       at at time zone 'UTC', at at time zone 'UTC' + interval '1 minute', 'completed' from made, generate_series(1, {steps}) s;
analyze act_hi_procinst; analyze act_hi_actinst; analyze caravan.step_attempts; analyze caravan.process_starts
"""


def psql(statements):
    begun = time.time()
    result = subprocess.run(["psql", os.environ["DATABASE_URL"], "-XAtq", "-v", "ON_ERROR_STOP=1"], input=statements, text=True, capture_output=True)
    if result.returncode:
        sys.exit(result.stderr)
    return result.stdout.strip(), time.time() - begun


def millis(path):
    taken = []
    for _ in range(arg.rounds):
        begun = time.time()
        request = urllib.request.Request(arg.url + path, headers={"X-API-Key": os.environ["KEY"]})
        urllib.request.urlopen(request, timeout=120).read()
        taken.append((time.time() - begun) * 1000)
    return f"{statistics.median(taken):8.1f} ms median {max(taken):8.1f} most"


def measure(what):
    some, _ = psql("select p.id_ from act_hi_procinst p join caravan.process_starts s on s.process_id = p.id_::uuid order by random() limit 1")
    print(what)
    paths = ["/api/v1/processes?limit=50", "/api/v1/processes?limit=50&status=failed", "/api/v1/processes?limit=50&status=running",
             "/api/v1/processes?limit=50&workflow=no-such-workflow", f"/api/v1/processes/{some}", f"/api/v1/processes/{some}/steps", "/actuator/prometheus"]
    for path in paths:
        print(f"  {millis(path)}  {path.replace(some, '{id}')}", flush=True)
    for name, sql in {
        "count open (every 15 s)": "select workflow, status, count(*) from caravan.processes where id in "
            "(select proc_inst_id_::uuid from act_ru_execution where parent_id_ is null) group by 1, 2",
        "count ended of the last minute (every 15 s)": "select count(*) from act_hi_procinst where end_time_ >= now() at time zone 'UTC' - interval '1 minute'",
        "group the whole view (no more done)": "select workflow, status, count(*) from caravan.processes group by 1, 2"}.items():
        print(f"  {psql(sql)[1] * 1000:8.1f} ms  {name}", flush=True)


if arg.clean:
    print(f"taken away in {psql(CLEAN)[1]:.1f} s")
else:
    measure("before")
    print(f"filled with {arg.processes} processes of {arg.steps} steps in {psql(FILL.format(processes=arg.processes, steps=arg.steps))[1]:.1f} s")
    measure("after")
