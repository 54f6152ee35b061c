#!/usr/bin/env python3
"""Kills Caravan at random moments while three fabrics are synced every ten seconds and git and cluster
are changed at random, starts it again, and asks the cluster itself what came of it.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/interrupted-sync.py --kills 30
    src/test/scripts/interrupted-sync.py --kills 30 --simulator [--resources 60] [--interval 10]

Half of the kills come some milliseconds after a run began, one in five before the API answers again.
Wrong is: a fabric that is said to be syncing for longer than a lease after the last start; a run in the
calm after the last kill that is left out, or two at once; an object that Caravan changed more often than
there was reason to, in vain, or back to what git said before, by a watch of every kind; a cluster that in the end is not what git declares.
DATABASE_URL and all else in the environment is passed on. Needs Python 3, git and a built jar.
"""
import random
import sys
import threading
import time

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics
import proving_syncs as syncs

parser = proving.arguments(__doc__, port=18190)
parser.add_argument("--kills", type=int, default=30)
parser.add_argument("--resources", type=int, default=60)
parser.add_argument("--interval", type=int, default=10)
parser.add_argument("--fabrics", type=int, default=3)
parser.add_argument("--calm", type=float, default=12, help="the longest time from an answering API to a kill, in seconds")
parser.add_argument("--pause", type=float, default=1.0, help="between changes of git and cluster, in seconds, in the mean")
parser.add_argument("--slots", type=int, default=6, help="due times to look at after the last kill")
arg = parser.parse_args()

cluster = fabrics.stage(arg)
node = fabrics.caravan(arg)
node.write_archive()
node.start()
fabrics.await_worker(node)
proofs = [syncs.Fabric(cluster, n, arg.resources) for n in range(arg.fabrics)]
changes = syncs.Changes(proofs)
for each in proofs:
    each.add(node, sync_interval=arg.interval, self_heal=True, prune=True)
findings = [wrong for each in proofs for wrong in each.await_calm(node, 60)]
disturber, observer = syncs.Disturber(proofs, changes), syncs.Observer([node], proofs)
over, kills, in_run, in_start = threading.Event(), [], 0, 0


def disturb():
    while not over.wait(random.expovariate(1 / arg.pause)):
        try:
            proving.patiently(disturber.step)
        except Exception as trouble:
            findings.append(f"the script's own change failed: {trouble!r}")
            return


def running():
    return {view["running"] for view in proving.patiently(lambda: node.call("GET", "/fabrics?limit=1000"))["items"]} - {None}


def await_new_run():
    """Until a run began that was not there, and some milliseconds more."""
    end, known = time.time() + 2 * arg.interval, running()
    while time.time() < end and not running() - known:
        time.sleep(0.005)
    time.sleep(random.choice((0, 0.005, 0.02, 0.05, 0.1, 0.3)))


def kill():
    observer.disturbed()
    node.kill()
    kills.append(time.time())
    node.launch()


begun = time.time()
helper = threading.Thread(target=disturb, daemon=True)
helper.start()
observer.start()
while len(kills) < arg.kills:
    node.await_answer()
    observer.disturbed()
    if random.random() < 0.5:
        fabrics.await_worker(node)
        await_new_run()
        in_run += 1
    else:
        time.sleep(random.uniform(0, arg.calm))
    kill()
    if random.random() < 0.2 and len(kills) < arg.kills:
        time.sleep(random.uniform(0, syncs.median(node.starts)))
        kill()
        in_start += 1
    print(f"-- {len(kills)} kills after {time.time() - begun:.0f} s, {sum(disturber.counts.values())} changes, load {syncs.load():.1f}", flush=True)
node.await_answer()
observer.disturbed()
answering = time.time()
time.sleep(arg.interval)
over.set()
helper.join()

for each in proofs:
    findings += each.await_calm(node, 2 * syncs.LEASE + 3 * arg.interval + max(node.starts))
calm = time.time()
time.sleep(arg.interval * arg.slots)
total = 0
for each in proofs:
    findings += each.await_calm(node, 2 * arg.interval)
    runs = each.runs(node)
    total += len(runs)
    done = [run for run in runs if proving.moment(run["created_at"]) > calm]
    if len(done) < arg.slots - 1:
        findings.append(f"{each.name}: {len(done)} runs in {arg.slots} intervals of calm; next due {each.view(node)['next_due']}")
    findings += syncs.wrong_runs(each.name, runs[:-1] if not runs[-1]["ended_at"] else runs, arg.interval, since=calm)
observer.over.set()
allowance = syncs.LEASE + 5
if observer.longest_calm > allowance:
    findings.append(f"a run was said to go on for {observer.longest_calm:.1f} s with nothing in its way, longer than {allowance} s")
if not kills or calm - answering < 0:
    findings.append("nothing was killed")
findings += changes.wrong(disturber.deleted)
made = sum(changes.by_caravan().values()) - sum(disturber.deleted.values())
syncs.remove(proofs)
node.stop()
syncs.conclude(
    f"{len(kills)} kills, {in_run} of them just after a run began, {in_start} during a start; {total} runs; changes by the script "
    f"{dict(disturber.counts)}; changes by Caravan {made} for {sum(changes.allowed.values())} reasons; syncing for at most {observer.longest:.1f} s, "
    f"{observer.longest_calm:.1f} s since the last start; calm {calm - answering:.0f} s after the last start; said {dict(observer.statuses)}; "
    f"start {syncs.median(node.starts):.1f} s (median); {time.time() - begun:.0f} s in all, load {syncs.load():.1f}", findings)
