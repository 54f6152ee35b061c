#!/usr/bin/env python3
"""An outage longer than each timer: a deployment and a scaling wait for servers that are in the making, Caravan is
killed at a random moment of that, the due dates of both waits are moved into the past, and Caravan starts again.
Nothing that was healthy may be gone, and what is said must be true.

    src/test/scripts/overdue-deployment.py --simulator [--rounds 5] [--seed 7]
    OS_AUTH_URL=... OS_USERNAME=... OS_PASSWORD=... OS_PROJECT_NAME=... \\
    src/test/scripts/overdue-deployment.py --rounds 5

Each round is one of: "outage", all of Caravan is killed and the cloud finishes meanwhile; "short outage", the cloud
has not finished when Caravan is back; "no scheduler", the node with the schedules is killed and a node that only
works goes on, so that timers fire and nobody watches; "robbed", all is killed and somebody deletes a server of the
deployment meanwhile, which must end as FAILED with nothing left. A round counts when the due dates of both waits
were there and were moved while servers were in the making; else it is played again. Due dates, leases and times of
looks are moved by two hours in PostgreSQL, which is one of our own. Needs Python 3, psql, a built jar and
/usr/lib/postgresql/15.
"""
import atexit
import json
import random
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import proving
import proving_syncs as syncs

parser = proving.arguments(__doc__, port=18240)
parser.add_argument("--rounds", type=int, default=5, help="that count, each with a deployment and a scaling")
parser.add_argument("--seed", type=int, default=None)
parser.add_argument("--servers", type=int, default=3)
parser.add_argument("--delay", type=float, default=20, help="seconds that a server is in the making at least")
parser.add_argument("--patience", type=int, default=600)
parser.add_argument("--ways", default="outage,robbed,no scheduler,short outage", help="the kinds of rounds, separated by commas")
arg = parser.parse_args()
seed = arg.seed if arg.seed is not None else random.randrange(10**6)
chance = random.Random(seed)
env, simulator = proving.stage(arg)
cloud = proving.Cloud(env)
postgres = syncs.Postgres(arg.port + 5)
atexit.register(postgres.remove)
findings, prefix = [], f"overdue{seed}"


def sql(text):
    done = subprocess.run(["psql", postgres.url, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", text], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.strip()


def node(number, roles):
    made = proving.Caravan(arg.jar, env, arg.port + number, f"data{number}", arg.java_options)
    made.env.update(DATABASE_URL=postgres.url, CARAVAN_ROLES=roles, CARAVAN_ENCRYPTION_KEY="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    return made


def waits():
    """The deployments of which an operation waits for servers, with when the wait ends."""
    found = sql("""select d.id, t.duedate_ < localtimestamp from act_ru_timer_job t join caravan.deployments d
                   on t.process_instance_id_ = d.process_id::text where t.element_id_ = 'time-is-up'""")
    return {line.split("|")[0]: line.endswith("|t") for line in found.splitlines()}


def outage():
    """All that is dated is two hours older than it was; those whose wait is over by that."""
    sql("""update act_ru_timer_job set duedate_ = duedate_ - interval '2 hours';
           update act_ru_external_job set lock_exp_time_ = lock_exp_time_ - interval '2 hours' where lock_exp_time_ is not null;
           update caravan.step_attempts set lease_until = lease_until - interval '2 hours' where ended_at is null;
           update caravan.cloud_watches set held_until = held_until - interval '2 hours', look_at = look_at - interval '2 hours';
           update caravan.deployment_resources set asked_at = asked_at - interval '2 hours', present_at = present_at - interval '2 hours',
             looked_at = looked_at - interval '2 hours' where state <> 'gone'""")
    return {deployment for deployment, over in waits().items() if over}


def servers(name):
    return {one["id"]: one["status"] for one in cloud.of(name)["servers"]}


def until(holds, seconds=None):
    end = time.time() + (seconds or arg.patience)
    while not holds():
        if time.time() > end:
            return False
        time.sleep(0.3)
    return True


def rob(name):
    """Somebody deletes one server by hand."""
    victim = chance.choice(sorted(servers(name)))
    proving.send("DELETE", f"{cloud.urls['compute']}/servers/{victim}", None, cloud.headers)
    until(lambda: victim not in servers(name))
    return victim


def said(caravan, operation, process):
    events = proving.patiently(lambda: caravan.call("GET", f"/deployments/{operation.deployment}/events?limit=500"))["items"]
    return [each["message"] for each in events if each["type"] in ("waiting", "failed", "completed") and each["process_id"] == process]


def operation(kind, name, caravan, deployment=None, **wanted):
    made = proving.Operation(kind, name, caravan.call, arg.patience, deployment)
    made.ask(**wanted)
    return made


def interrupted(number, how, main):
    """A deployment and a scaling, asked for at once; what is wrong afterwards, and whether it was as it should be meanwhile."""
    fresh = operation("deploy", f"{prefix}-{number:02}", main, template="one-network", parameters=parameters(arg.servers))
    grown = operation("scale out", grows.name, main, grows.deployment, vm_type="server", target_count=3)
    both = {fresh: arg.servers, grown: 3}
    until(lambda: {one.deployment for one in both} <= set(waits()), 120)
    moment = chance.uniform(0, arg.delay / 2)
    time.sleep(moment)
    main.kill()
    making = {one: sorted(servers(one.name).values()) for one in both}
    if how != "short outage":
        until(lambda: not any("BUILD" in servers(one.name).values() for one in both))
    victim = rob(fresh.name) if how == "robbed" else None
    healthy = {one: {each for each, status in servers(one.name).items() if status == "ACTIVE"} for one in both}
    process = {one: sql(f"select process_id from caravan.deployments where id = '{one.deployment}'") for one in both}
    moved = outage()
    problems = []
    if how == "no scheduler":
        until(lambda: any(healthy[one] - set(servers(one.name)) for one in both), 25)
    main.start(arg.patience)
    for one, wanted in both.items():
        view = one.follow()
        if victim and one is fresh:
            wrong = [] if view["status"] == "FAILED" and not servers(one.name) and "deleted" in json.dumps(view["error"]) else [
                f"a server was deleted, and it is {view['status']}: {json.dumps(view['error'])}, servers {servers(one.name)}"]
        else:
            gone = healthy[one] - set(servers(one.name))
            wrong = one.wrong(cloud, wanted) + ([f"{len(gone)} healthy servers are gone"] if gone else [])
        counted = one.deployment in moved and "BUILD" in making[one]
        print(f"{number}. {how}, {one.kind}, killed {moment:.1f} s into the wait with {making[one]}, "
              f"{len(healthy[one])} ACTIVE at the end of the outage, {'due date moved' if one.deployment in moved else 'NO DUE DATE'}: "
              f"{view['status']}, {len(servers(one.name))} servers, {'WRONG ' + '; '.join(wrong) if wrong else 'true'}; "
              f"said: {said(main, one, process[one])}", flush=True)
        counts[one.kind] += counted
        problems += [f"{one.name} ({how}, {one.kind}): {each}" for each in wrong]
    done = [operation("delete", fresh.name, main, fresh.deployment),
            operation("scale in", grows.name, main, grows.deployment, vm_type="server", target_count=1)]
    for one, wanted in zip(done, (0, 1)):
        one.follow()
        problems += [f"{one.name}, {one.kind}: {each}" for each in one.wrong(cloud, wanted)]
    return problems, all(one.deployment in moved and "BUILD" in making[one] for one in both)


def parameters(count):
    return {"count": count, "metadata": {"sandbox_delay": str(int(arg.delay))}}


def play(number, how):
    if how != "no scheduler":
        return interrupted(number, how, whole)
    whole.stop()
    main, worker = node(1, "api,scheduler"), node(2, "worker")
    main.start(arg.patience)
    worker.log.unlink(missing_ok=True)
    worker.launch()
    until(lambda: "Started " in worker.log.read_text())
    try:
        return interrupted(number, how, main)
    finally:
        main.stop()
        worker.stop()
        whole.start(arg.patience)


print(f"seed {seed}", flush=True)
counts, played = {"deploy": 0, "scale out": 0}, 0
whole = node(0, "api,worker,scheduler")
whole.start(arg.patience)
grows = operation("deploy", f"{prefix}-grows", whole, template="one-network", parameters=parameters(1))
if grows.follow()["status"] != "COMPLETED":
    sys.exit(f"{grows.name} could not be made: {json.dumps(grows.view['error'])}")
ways = arg.ways.split(",")
chance.shuffle(ways)
number = 0
while played < arg.rounds and number < 2 * arg.rounds:
    number += 1
    problems, counted = play(number, ways[played % len(ways)])
    findings += problems
    played += counted
grows = operation("delete", grows.name, whole, grows.deployment)
grows.follow()
findings += [f"deletion: {each}" for each in grows.wrong(cloud, 0)]
whole.stop()
if played < arg.rounds:
    findings.append(f"only {played} rounds moved both due dates while servers were in the making")
syncs.conclude(f"{number} rounds, of which {played} count, seed {seed}; due dates moved while servers were in the making: {counts}", findings)
