#!/usr/bin/env python3
"""Takes something away from Caravan in the middle of a sync that applies 200 objects, and asks the cluster
itself whether the sync came out whole without anybody's help.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/disturbed-sync.py "kube-down; kube-up --no-install"
    src/test/scripts/disturbed-sync.py postgres --simulator
    src/test/scripts/disturbed-sync.py other --simulator

"..."     any command, such as a stop and a start of the cluster or, with DATABASE_URL, of PostgreSQL
postgres  a PostgreSQL of our own is stopped at once and started again after --seconds
other     two Caravans on one PostgreSQL (that of DATABASE_URL, or one of our own) with five fabrics every ten
          seconds: each due run once for --minutes; then kill -9 of the one at work, and nothing is started again

In a round the fabric is new and the disturbance comes once the first --after objects are there. No object
may be changed more often than once, no run may overlap another, none be done twice. Needs Python 3, git, a
built jar and, for a PostgreSQL of our own, /usr/lib/postgresql/15.
"""
import atexit
import os
import random
import subprocess
import sys
import time
import urllib.error

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics
import proving_syncs as syncs

parser = proving.arguments(__doc__, port=18190)
parser.add_argument("what", help="postgres, other, or a command")
parser.add_argument("--rounds", type=int, default=1)
parser.add_argument("--resources", type=int, default=200)
parser.add_argument("--after", type=int, default=None, help="objects that are there before the disturbance; otherwise at random")
parser.add_argument("--seconds", type=float, default=5, help="for which PostgreSQL is away")
parser.add_argument("--interval", type=int, default=10)
parser.add_argument("--fabrics", type=int, default=5, help="of other")
parser.add_argument("--minutes", type=float, default=2, help="of other")
parser.add_argument("--patience", type=int, default=240)
arg = parser.parse_args()
cluster = fabrics.stage(arg)
postgres, findings = None, []
if arg.what == "postgres" or (arg.what == "other" and not os.environ.get("DATABASE_URL")):
    postgres = syncs.Postgres(arg.port + 5)
    atexit.register(postgres.remove)
nodes = [fabrics.caravan(arg, arg.port + n, f"data{n}") for n in range(2 if arg.what == "other" else 1)]
for node in nodes:
    node.env.update({"CARAVAN_ENCRYPTION_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="} if postgres or arg.what == "other" else {},
                    **({"DATABASE_URL": postgres.url} if postgres else {}))
    node.start()
    fabrics.await_worker(node)


def disturb():
    """Says what was done."""
    if arg.what == "postgres":
        postgres.stop("immediate")
        time.sleep(arg.seconds)
        postgres.start()
        return f"PostgreSQL was away for {arg.seconds:g} s"
    ended = subprocess.run(arg.what, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return f"the command ended with {ended.returncode}"


def one_round(number):
    """A first sync, disturbed; all to be made once."""
    fabric = syncs.Fabric(cluster, number, arg.resources)
    fabric.add(nodes[0], sync_interval=arg.interval, self_heal=True, prune=True)
    enough, end = random.randrange(1, arg.resources) if arg.after is None else arg.after, time.time() + 60
    while (there := len(fabric.cluster.objects())) < enough and time.time() < end:
        pass
    begun, said = time.time(), disturb()
    view = proving.patiently(lambda: fabric.view(nodes[0]))
    problems = fabric.await_calm(nodes[0], arg.patience)
    took = time.time() - begun
    time.sleep(2.5 * arg.interval)  # And it goes on by the clock.
    problems += fabric.await_calm(nodes[0], arg.interval)
    runs = fabric.runs(nodes[0])
    problems += syncs.wrong_runs(fabric.name, runs, arg.interval, strict=False)
    again = [f"{kind} {name} has generation {one['metadata']['generation']}" for (kind, name), one in fabric.cluster.objects().items()
             if one["metadata"]["generation"] != 1]
    problems += again[:5]
    if proving.moment(runs[-1]["created_at"]) < time.time() - 2 * arg.interval:
        problems.append(f"{fabric.name}: the last run began at {runs[-1]['created_at']}, next due {view['next_due']}")
    created = sum(sum(kind.get("created", 0) for kind in run["counts"].values()) for run in runs)
    print(f"round {number + 1}: at {there} of {arg.resources} objects {said}; calm after {took:.1f} s; {len(runs)} runs, "
          f"{[run['outcome'] for run in runs]}, {created} told as created, attempts' requests {[run['requests'] for run in runs]}: "
          f"{'NOT WHOLE ' + '; '.join(problems) if problems else 'whole'}", flush=True)
    syncs.remove([fabric])
    proving.patiently(lambda: nodes[0].call("DELETE", f"/fabrics/{fabric.id}"))
    return problems


def at_work(patience=30):
    """The node that works on a step at this moment."""
    end = time.time() + patience
    while time.time() < end:
        for node in nodes:
            if node.metric("caravan_steps_running") > 0:
                return node
    return None


def count_wrong(fabric, runs, since, until):
    """Runs by the clock between two moments: as many as there were slots."""
    here = [run for run in runs if since <= proving.moment(run["due_at"]) < until]
    slots = int((until - proving.moment(here[0]["due_at"]) - 0.001) / arg.interval) + 1 if here else -1
    late = here and proving.moment(here[0]["due_at"]) > since + arg.interval
    return [f"{fabric.name}: {len(here)} runs done, {slots} slots"] if len(here) != slots or late else []


def two_nodes():
    """Both do the work; then one is gone."""
    proofs = [syncs.Fabric(cluster, n, 60) for n in range(arg.fabrics)]
    changes = syncs.Changes(proofs)
    for each in proofs:
        each.add(nodes[0], sync_interval=arg.interval, self_heal=True, prune=True)
    problems = [wrong for each in proofs for wrong in each.await_calm(nodes[1], 60)]
    disturber = syncs.Disturber(proofs, changes)
    begun = time.time()
    while time.time() < begun + arg.minutes * 60:
        disturber.step()
        time.sleep(1)
    until = time.time()
    for each in proofs:
        problems += each.await_calm(nodes[1], 4 * arg.interval)
    total = 0
    for each in proofs:
        runs = each.runs(nodes[1])
        problems += syncs.wrong_runs(each.name, [run for run in runs if run["ended_at"]], arg.interval, since=begun)
        problems += count_wrong(each, syncs.scheduled(runs), begun, until)
        total += len(runs)
    steps = [worked(node) for node in nodes]
    print(f"{total} runs of {arg.fabrics} fabrics in {arg.minutes:g} minutes by two nodes, work {steps}, "
          f"changes {dict(disturber.counts)}, load {syncs.load():.1f}: {problems or 'each once'}", flush=True)

    victim = at_work() or random.choice(nodes)
    held = [view["name"] for view in victim.call("GET", "/fabrics?limit=1000")["items"] if view["running"]]
    victim.kill()
    killed = time.time()
    other = next(node for node in nodes if node is not victim)
    for _ in range(10):
        proving.patiently(disturber.step)
        time.sleep(1)
    time.sleep(syncs.LEASE + arg.interval)
    calm = time.time()
    for each in proofs:
        problems += each.await_calm(other, 60)
    time.sleep(4 * arg.interval)
    until = time.time() - 2
    longest = 0.0
    for each in proofs:
        problems += each.await_calm(other, 2 * arg.interval)
        runs = each.runs(other)
        problems += syncs.wrong_runs(each.name, [run for run in runs if run["ended_at"]], arg.interval, since=calm)
        problems += count_wrong(each, syncs.scheduled(runs), calm, until)
        hit = [run for run in runs if proving.moment(run["created_at"]) < killed < proving.moment(run["ended_at"] or "2100-01-01T00:00:00Z")]
        problems += [f"{each.name}: the run of {run['created_at']} never ended" for run in hit if not run["ended_at"]]
        longest = max([longest, *(proving.moment(run["ended_at"]) - killed for run in hit if run["ended_at"])])
    problems += changes.wrong(disturber.deleted)
    print(f"node {nodes.index(victim)} was killed at work for {held}; its runs ended {longest:.1f} s after: {problems or 'each once, all whole'}", flush=True)
    syncs.remove(proofs)
    return problems


def worked(node):
    """Steps that it has done, by its own count."""
    return round(sum(value for _, value in syncs.metrics(node, "caravan_step_attempts_seconds_count")))


begun = time.time()
if arg.what == "other":
    findings += two_nodes()
else:
    for round_ in range(arg.rounds):
        findings += one_round(round_)
for node in nodes:
    if node.process.poll() is None:
        node.stop()
syncs.conclude(f"{arg.what}: {1 if arg.what == 'other' else arg.rounds} rounds, {time.time() - begun:.0f} s in all, load {syncs.load():.1f}", findings)
