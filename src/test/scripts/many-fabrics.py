#!/usr/bin/env python3
"""Five hundred fabrics on one node, each synced every minute: whether each run that was due was done, how
late, and what that uses.

    src/test/scripts/many-fabrics.py --simulator [--fabrics 500] [--interval 60] [--minutes 5]
    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/many-fabrics.py --fabrics 50

Each fabric has a namespace and a repository of its own, or with --one-repository the same. What is said
is of the minutes after all were synced first. Late is a run's beginning (created_at) after its due time.
The processor's time is that of the node and, where it has started one, of its PostgreSQL. Needs Python 3,
git and a built jar.
"""
import pathlib
import sys
import time

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics
import proving_syncs as syncs

parser = proving.arguments(__doc__, port=18190)
parser.add_argument("--fabrics", type=int, default=500)
parser.add_argument("--interval", type=int, default=60)
parser.add_argument("--minutes", type=float, default=5)
parser.add_argument("--resources", type=int, default=5)
parser.add_argument("--one-repository", action="store_true")
parser.add_argument("--patience", type=int, default=300, help="seconds that the first sync of all may take")
arg = parser.parse_args()
cluster = fabrics.stage(arg)
node = fabrics.caravan(arg)
if arg.java_options is None:
    node.options, node.archive = [], None
fabrics.await_worker(node.start())
usage, ticks = syncs.Usage(node.process), {}


def postgres_seconds():
    """Those of the PostgreSQL of this node. A process for one connection may end in between: what it used last is kept."""
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if str(proving.work) in str((entry / "cwd").readlink()) and (entry / "comm").read_text().startswith("postgres"):
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                ticks[entry.name] = int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return sum(ticks.values()) / 100


def listed():
    views, path = [], "/fabrics?limit=1000"
    while path:
        page = proving.patiently(lambda: node.call("GET", path, timeout=120))
        views += page["items"]
        path = page["next"] and page["next"].split("/api/v1", 1)[-1]
    return views


shared = None
if arg.one_repository:
    shared = fabrics.Repository("shared")
    head = shared.write(fabrics.declared(arg.resources))
made = time.time()
proofs = []
for number in range(arg.fabrics):
    each = syncs.Fabric(cluster, number, arg.resources, shared)
    if shared:
        each.head = head
    proofs.append(each)
print(f"{arg.fabrics} namespaces and repositories after {time.time() - made:.0f} s", flush=True)
added = time.time()
for each in proofs:
    each.add(node, sync_interval=arg.interval, self_heal=True)
adding = time.time() - added
while not all(view["last_success"] for view in listed()):
    if time.time() > added + arg.patience:
        stuck = [f"waiting for {labels}: {value:.0f}" for labels, value in syncs.metrics(node, "caravan_queue_waiting") if value]
        syncs.conclude(f"{node.metric('caravan_steps_running'):.0f} steps at work, {node.metric('caravan_kubernetes_requests_total'):.0f} requests to the cluster, "
                       f"load {syncs.load():.1f}", [f"after {arg.patience} s {sum(bool(view['last_success']) for view in listed())} of {arg.fabrics} "
                                                    "fabrics were synced once", *stuck])
    time.sleep(1)
print(f"added in {adding:.0f} s, all synced once after {time.time() - added:.0f} s, load {syncs.load():.1f}", flush=True)

begun, cpu, database = time.time(), usage.cpu_seconds(), postgres_seconds()
heap, said, answers, rss = syncs.heap_after_gc(node), {}, [], []
while time.time() < begun + arg.minutes * 60:
    asked = time.time()
    for view in listed():
        said[view["sync_status"]] = said.get(view["sync_status"], 0) + 1
    answers.append(time.time() - asked)
    rss.append(usage.rss())
    postgres_seconds()
    time.sleep(max(0.0, min(10, begun + arg.minutes * 60 - time.time())))
over = time.time()
cpu, database, heap_then = usage.cpu_seconds() - cpu, postgres_seconds() - database, syncs.heap_after_gc(node)
time.sleep(5)
findings, runs, due = [], [], 0
for each in proofs:
    all_ = each.runs(node)
    here = [run for run in syncs.scheduled(all_) if begun <= proving.moment(run["due_at"]) < over]
    findings += syncs.wrong_runs(each.name, [run for run in all_ if run["ended_at"]], arg.interval, since=begun)
    first = proving.moment(here[0]["due_at"]) if here else begun
    slots = int((over - first - 0.001) / arg.interval) + 1
    if len(here) != slots or first > begun + arg.interval:
        findings.append(f"{each.name}: {len(here)} runs done, {slots} due, the first {first - begun:.0f} s after the beginning")
    runs, due = runs + here, due + slots
for each in proofs[:: max(1, arg.fabrics // 20)]:
    findings += [f"{each.name}: {wrong}" for wrong in each.differing()]
not_right = {run["outcome"] for run in runs} - {"in_sync"}
if not_right:
    findings.append(f"outcomes {not_right}")
late = syncs.lateness(runs)
took = [proving.moment(run["ended_at"]) - proving.moment(run["created_at"]) for run in runs if run["ended_at"]]
node.stop()
print(f"\n{arg.fabrics} fabrics of {arg.resources} objects every {arg.interval} s, {arg.minutes:g} minutes\n")
print("| runs | due | late, s: p50 | p99 | max | a run, s: p50 | p99 | max | node, CPU s | PostgreSQL, CPU s | RSS, MB | at most | heap after GC, MB | list of all, s | load |")
print("|" + " --- |" * 15)
figures = [syncs.percentile(late, 0.5), syncs.percentile(late, 0.99), max(late, default=0), syncs.percentile(took, 0.5), syncs.percentile(took, 0.99), max(took, default=0)]
print("| " + " | ".join([str(len(runs)), str(due), *(f"{each:.2f}" for each in figures), f"{cpu:.0f}", f"{database:.0f}", f"{syncs.median(rss):.0f}",
                          f"{max(rss):.0f}", f"{heap:.0f} to {heap_then:.0f}", f"{syncs.median(answers):.2f}", f"{syncs.load():.1f}"]) + " |")
syncs.conclude(f"\nsaid {said}", findings)
