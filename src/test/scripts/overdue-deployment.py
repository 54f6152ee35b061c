#!/usr/bin/env python3
"""An outage longer than each timer: Caravan is killed at a random moment of a deployment or a scaling, the
cloud finishes meanwhile, all due dates are moved into the past, and Caravan starts again. Nothing that was
healthy may be gone, and what is said must be true.

    src/test/scripts/overdue-deployment.py --simulator [--rounds 10] [--seed 7]
    OS_AUTH_URL=... OS_USERNAME=... OS_PASSWORD=... OS_PROJECT_NAME=... \\
    src/test/scripts/overdue-deployment.py --rounds 10

Each round is one of: "outage", all of Caravan is killed; "no scheduler", the node with the schedules is killed and
a node that only works goes on, so that timers fire and nobody watches; "robbed", all is killed and somebody deletes
a server meanwhile, which must end as FAILED with nothing left. Due dates, leases and times of looks are moved by
two hours in PostgreSQL, which is one of our own. Needs Python 3, psql, a built jar and /usr/lib/postgresql/15.
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
parser.add_argument("--rounds", type=int, default=10)
parser.add_argument("--seed", type=int, default=None)
parser.add_argument("--servers", type=int, default=3)
parser.add_argument("--delay", type=float, default=6, help="seconds that a server is in the making at least")
parser.add_argument("--patience", type=int, default=300)
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


def outage():
    """All that is dated is two hours older than it was."""
    moved = sql("with t as (update act_ru_timer_job set duedate_ = duedate_ - interval '2 hours' returning 1) select count(*) from t")
    sql("""update act_ru_external_job set lock_exp_time_ = lock_exp_time_ - interval '2 hours' where lock_exp_time_ is not null;
           update caravan.step_attempts set lease_until = lease_until - interval '2 hours' where ended_at is null;
           update caravan.cloud_watches set held_until = held_until - interval '2 hours', look_at = look_at - interval '2 hours';
           update caravan.deployment_resources set asked_at = asked_at - interval '2 hours', present_at = present_at - interval '2 hours',
             looked_at = looked_at - interval '2 hours' where state <> 'gone'""")
    return int(moved)


def servers(name):
    return {one["id"]: one["status"] for one in cloud.of(name)["servers"]}


def settled(name):
    """What the cloud has once it has finished all that it was asked for."""
    end = time.time() + arg.patience
    while time.time() < end:
        there = servers(name)
        if "BUILD" not in there.values():
            return there
        time.sleep(0.5)
    return servers(name)


def rob(name):
    """Somebody deletes one server by hand."""
    victim = chance.choice(sorted(servers(name)))
    proving.send("DELETE", f"{cloud.urls['compute']}/servers/{victim}", None, cloud.headers)
    while victim in servers(name):
        time.sleep(0.3)
    return victim


def said(caravan, operation):
    events = proving.patiently(lambda: caravan.call("GET", f"/deployments/{operation.deployment}/events?limit=200"))["items"]
    return [each["message"] for each in events if each["type"] in ("waiting", "failed", "completed")][-3:]


def play(number, how, kind, main, worker):
    """One operation, interrupted; what is wrong afterwards."""
    name = f"{prefix}-{number}"
    deployment = None
    parameters = {"count": arg.servers, "metadata": {"sandbox_delay": str(int(arg.delay))}}
    if kind == "scale out":
        made = proving.Operation("deploy", name, main.call, arg.patience)
        made.ask(template="one-network", parameters=parameters)
        if made.follow()["status"] != "COMPLETED":
            return [f"{name} could not be made: {json.dumps(made.view['error'])}"]
        deployment = made.deployment
    operation = proving.Operation(kind, name, main.call, arg.patience, deployment)
    wanted = arg.servers + (2 if kind == "scale out" else 0)
    if kind == "deploy":
        operation.ask(template="one-network", parameters=parameters)
    else:
        operation.ask(vm_type="server", target_count=wanted)
    if how == "robbed":
        while not servers(name):
            time.sleep(0.2)
    moment = chance.uniform(0, arg.delay + 4)
    time.sleep(moment)
    main.kill()
    before = settled(name)
    victim = rob(name) if how == "robbed" and before else None
    healthy = {each for each, status in settled(name).items() if status == "ACTIVE"}
    over = operation.process is None
    moved = outage()
    if how == "no scheduler":
        end = time.time() + 25
        while time.time() < end:
            lost = healthy - set(servers(name))
            if lost:
                return [f"{name}: {len(lost)} healthy servers are gone while only a worker ran"]
            time.sleep(1)
        outage()
    main.start()
    view = operation.follow()
    problems = []
    if victim and view["status"] == "FAILED":
        if cloud.of(name)["servers"] or "deleted" not in json.dumps(view["error"]):
            problems.append(f"FAILED, but {json.dumps(view['error'])}, servers {servers(name)}")
    elif victim and kind == "deploy" and len(healthy) == wanted - 1 and not completed_before(operation, main):
        problems.append(f"a server was deleted and it says {view['status']}")
    elif not victim:
        problems = operation.wrong(cloud, wanted)
        gone = healthy - set(servers(name))
        if gone:
            problems.append(f"{len(gone)} healthy servers are gone")
    print(f"{number}. {how}, {kind}, killed after {moment:.1f} s with {sorted(before.values())}, {moved} timers moved: {view['status']}, "
          f"{len(servers(name))} servers, {'WRONG ' + '; '.join(problems) if problems else 'true'}; said: {said(main, operation)}", flush=True)
    remove = proving.Operation("delete", name, main.call, arg.patience, operation.deployment)
    remove.ask()
    remove.follow()
    problems += [f"deletion: {each}" for each in remove.wrong(cloud, 0)]
    return [f"{name} ({how}, {kind}): {each}" for each in problems]


def completed_before(operation, caravan):
    """Whether it had ended before the kill: what is deleted later is for a check to find."""
    asked = [each for each in proving.patiently(lambda: caravan.call(
        "GET", f"/deployments/{operation.deployment}/events?limit=200"))["items"] if each["type"] == "completed"]
    return bool(asked) and proving.moment(asked[-1]["at"]) < caravan.begun


print(f"seed {seed}", flush=True)
whole = node(0, "api,worker,scheduler")
whole.start()
for number in range(1, arg.rounds + 1):
    how = ("outage", "no scheduler", "outage", "robbed")[number % 4]
    kind = "deploy" if how == "robbed" else chance.choice(("deploy", "scale out"))
    if how == "no scheduler":
        whole.stop()
        main, worker = node(1, "api,scheduler"), node(2, "worker")
        main.start()
        worker.launch()
        time.sleep(25)
        findings += play(number, how, kind, main, worker)
        main.stop()
        worker.stop()
        whole.start()
    else:
        findings += play(number, how, kind, whole, None)
whole.stop()
syncs.conclude(f"{arg.rounds} rounds, seed {seed}", findings)
