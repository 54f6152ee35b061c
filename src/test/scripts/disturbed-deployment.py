#!/usr/bin/env python3
"""Takes something away from Caravan in the middle of an operation, and asks the cloud itself whether
the operation came out whole without anybody's help.

    src/test/scripts/disturbed-deployment.py away --simulator --rounds 5
    src/test/scripts/disturbed-deployment.py refused --simulator
    OS_AUTH_URL=... src/test/scripts/disturbed-deployment.py "openstack-down; sleep 30; openstack-up"
    DATABASE_URL=... src/test/scripts/disturbed-deployment.py other --simulator

away     the simulator is stopped for --seconds: it takes connections and says nothing
refused  each connection to the simulator ends without an answer for --seconds, nothing being done
other    two Caravans on one PostgreSQL (DATABASE_URL): kill -9 of the one that works; nothing is started again
pool     every connection of the node is in use for --seconds, longer than a lease: tables that its calls read are locked
         (psql, DATABASE_URL); no step may be tried twice, as leases have connections of their own
clocks   two Caravans on one PostgreSQL, the clock of one 60 s ahead of the other's (faketime, DATABASE_URL): as other,
         the node that works is not killed, and no step may be tried twice
"..."    any other argument is run in the middle instead, such as a stop and a start of PostgreSQL or of the cloud

A round is a deployment; which of its operations is disturbed --during says, at a random moment in the
first --within seconds (--seed repeats the same moments). Each is compared with the cloud as by interrupted-deployment.py. Python 3 and a built jar.
"""
import glob
import os
import random
import signal
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
import proving

OPERATIONS = ("deploy", "scale out", "scale in", "delete")
parser = proving.arguments(__doc__, port=18190)
parser.add_argument("what", help="away, refused, other, pool, clocks, or a command")
parser.add_argument("--rounds", type=int, default=1)
parser.add_argument("--seed", type=int, help="of the random moments; said at the end")
parser.add_argument("--during", choices=(*OPERATIONS, "any"), default="deploy")
parser.add_argument("--within", type=float, default=5)
parser.add_argument("--seconds", type=float, help="30, for pool 90")
parser.add_argument("--template", default="web-app-stack")
parser.add_argument("--scale", default="web", help="which kind of server is scaled")
parser.add_argument("--patience", type=int, default=900)
arg = parser.parse_args()
arg.seconds = arg.seconds or (90 if arg.what == "pool" else 30)
arg.seed = random.randrange(10**6) if arg.seed is None else arg.seed
random.seed(arg.seed)
if arg.what in ("away", "refused") and not arg.simulator:
    sys.exit(f"{arg.what} is of the simulator: give --simulator, or a command that stops and starts the cloud")
if arg.what in ("other", "pool", "clocks") and not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_HOST")):
    sys.exit(f"{arg.what} needs a PostgreSQL that can be spoken to: set DATABASE_URL")

env, simulator = proving.stage(arg)
cloud = proving.Cloud(env)
nodes = [proving.Caravan(arg.jar, env, arg.port + n, f"data{n}", arg.java_options) for n in range(2 if arg.what in ("other", "clocks") else 1)]
nodes[0].write_archive()
if arg.what == "clocks":
    library = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
    if library is None:
        sys.exit("clocks needs libfaketime: apt-get install faketime")
    nodes[1].env.update(LD_PRELOAD=library, FAKETIME="+60s", DONT_FAKE_MONOTONIC="1")
asked = nodes[0]


def call(*args, **more):
    return asked.call(*args, **more)


def psql(statements, **more):
    return subprocess.run(["psql", os.environ["DATABASE_URL"], "-XAtqc", statements], check=True, capture_output=True, text=True, **more).stdout.strip()


def tried_twice():
    """Steps of which an attempt was lost, or more than one was at work: none, unless a node died."""
    return psql("select topic || ' of ' || process_id from caravan.step_attempts where outcome = 'lost' or attempt > 1 and outcome <> 'retrying'").splitlines()


def exhaust():
    lock = ("begin; lock table caravan.process_starts, caravan.deployments in access exclusive mode; "
            f"select pg_sleep({arg.seconds}); rollback")
    holding = threading.Thread(target=psql, args=(lock,))
    holding.start()
    for _ in range(40):
        threading.Thread(target=lambda: asked.answers(), daemon=True).start()
    holding.join()
    proving.patiently(lambda: call("GET", "/deployments?limit=1"))
    return f"every connection was in use for {arg.seconds:.0f} s"


def disturb():
    """Says what was done."""
    global asked
    if arg.what == "pool":
        return exhaust()
    if arg.what == "clocks":
        asked = nodes[1] if asked is nodes[0] else nodes[0]
        return "the other node is asked"
    if arg.what == "away":
        simulator.process.send_signal(signal.SIGSTOP)
        time.sleep(arg.seconds)
        simulator.process.send_signal(signal.SIGCONT)
        return f"the cloud was silent for {arg.seconds:g} s"
    if arg.what == "refused":
        simulator.control("POST", "/faults", {"effect": "drop_before", "times": 1000000})
        time.sleep(arg.seconds)
        simulator.control("DELETE", "/faults")
        return f"the cloud took no request for {arg.seconds:g} s"
    if arg.what == "other":
        end = time.time() + 20
        while time.time() < end:
            working = [node for node in nodes if node.metric("caravan_steps_running") > 0]
            if working:
                break
        victim = working[0] if working else random.choice(nodes)
        victim.kill()
        asked = next(node for node in nodes if node is not victim)
        return f"node {nodes.index(victim)} was killed {'at work' if working else 'while it waited'}"
    ended = subprocess.run(arg.what, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return f"the command ended with {ended.returncode}"


broken, usual, prefix = [], None, f"disturbed{os.getpid()}"
for round_ in range(arg.rounds):
    for node in nodes:
        if node.process is None or node.process.poll() is not None:
            node.start()
    name, deployment, before = f"{prefix}-{round_:03d}", None, None
    chosen = random.choice(OPERATIONS) if arg.during == "any" else arg.during
    for kind in OPERATIONS:
        operation = proving.Operation(kind, name, call, arg.patience, deployment)
        if kind == "deploy":
            operation.ask(template=arg.template)
        elif kind == "delete":
            operation.ask()
        else:
            now = sum(1 for vm in before["resources"]["vms"] if vm["vm_type"] == arg.scale)
            operation.ask(vm_type=arg.scale, target_count=now + (2 if kind == "scale out" else -2))
        moment, said = random.uniform(0, arg.within), "undisturbed"
        if kind == chosen:
            time.sleep(moment)
            running = call("GET", f"/deployments/{operation.deployment}")["operation"] is not None
            said = f"after {moment:.1f} s{'' if running else ' (it had ended)'} {disturb()}"
        before, deployment = operation.follow(), operation.deployment
        usual = usual or len(before["resources"]["vms"])
        problems = operation.wrong(cloud, {"deploy": usual, "scale out": usual + 2, "scale in": usual, "delete": 0}[kind])
        taken, ended = operation.span()
        print(f"{name} {kind}, {said}: {before['status']} after {ended - taken:.1f} s: "
              f"{'NOT WHOLE ' + '; '.join(problems) if problems else 'whole'}", flush=True)
        if problems:
            broken.append(name)
            break
if arg.what in ("pool", "clocks") and tried_twice():
    broken.append(f"tried twice: {tried_twice()}")
left = {kind: [one["name"] for one in there] for kind, there in cloud.of(prefix).items() if there}
if left:
    broken.append(f"left at the end: {left}")
print(f"{arg.rounds} rounds, {len(broken)} not whole{': ' + '; '.join(broken) if broken else ''}; seed {arg.seed}; logs in {proving.work}")
sys.exit(1 if broken else 0)
