#!/usr/bin/env python3
"""Three fabrics, synced every ten seconds for an hour: whether each run that was due was done, how late,
and whether memory stays what it was. A markdown table, one row for ten minutes.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/hour-of-fabrics.py [--minutes 60]
    src/test/scripts/hour-of-fabrics.py --simulator --minutes 3 [--interval 10]

One object in git or in the cluster is changed every --change-every seconds. Late is the run's beginning
(created_at) after its due time. The heap is what is in use after a full collection, once a minute. The
rows are counted where DATABASE_URL names the database. Needs Python 3, git, a JDK and a built jar.
"""
import os
import sys
import time

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics
import proving_syncs as syncs

parser = proving.arguments(__doc__, port=18190)
parser.add_argument("--minutes", type=float, default=60)
parser.add_argument("--interval", type=int, default=10)
parser.add_argument("--fabrics", type=int, default=3)
parser.add_argument("--resources", type=int, default=60)
parser.add_argument("--change-every", type=float, default=30)
parser.add_argument("--row", type=float, default=10, help="minutes in a row of the table")
parser.add_argument("--growth", type=float, default=0.2, help="by how much the heap may grow from the first third to the last")
arg = parser.parse_args()

cluster = fabrics.stage(arg)
node = fabrics.await_worker(fabrics.caravan(arg).start())
usage, tables = syncs.Usage(node.process), ("caravan.sync_runs", "caravan.sync_changes", "caravan.fabric_resources")
proofs = [syncs.Fabric(cluster, n, arg.resources) for n in range(arg.fabrics)]
changes = syncs.Changes(proofs)
for each in proofs:
    each.add(node, sync_interval=arg.interval, self_heal=True, prune=True)
findings = [wrong for each in proofs for wrong in each.await_calm(node, 60)]
disturber = syncs.Disturber(proofs, changes)
begun, samples, cpu = time.time(), [], usage.cpu_seconds()
next_sample, next_change = begun, begun + arg.change_every
while time.time() < begun + arg.minutes * 60:
    if time.time() >= next_change:
        disturber.step()
        next_change += arg.change_every
    if time.time() >= next_sample:
        samples.append((time.time(), usage.rss(), syncs.heap_after_gc(node), usage.cpu_seconds() - cpu, syncs.load()))
        next_sample += 60
    time.sleep(0.2)
over = time.time()
for each in proofs:
    findings += each.await_calm(node, 3 * arg.interval)
findings += changes.wrong(disturber.deleted)

slots, all_runs = [], []
for each in proofs:
    runs = [run for run in syncs.scheduled(each.runs(node)) if begun <= proving.moment(run["due_at"]) < begun + arg.minutes * 60]
    findings += syncs.wrong_runs(each.name, each.runs(node)[:-1], arg.interval, since=begun)
    first, last = proving.moment(runs[0]["due_at"]), proving.moment(runs[-1]["due_at"])
    due = round((last - first) / arg.interval) + 1
    if len(runs) != due:
        findings.append(f"{each.name}: {len(runs)} runs done, {due} due")
    if due < arg.minutes * 60 / arg.interval - 1:
        findings.append(f"{each.name}: the first was due at {runs[0]['due_at']}, the last at {runs[-1]['due_at']}")
    all_runs += runs
    slots += [first + n * arg.interval for n in range(due)]


def row(since, until):
    runs = [run for run in all_runs if since <= proving.moment(run["due_at"]) < until]
    late, here = syncs.lateness(runs), [sample for sample in samples if since <= sample[0] < until]
    took = [proving.moment(run["ended_at"]) - proving.moment(run["created_at"]) for run in runs if run["ended_at"]]
    due = sum(1 for at in slots if since - 0.001 <= at < until - 0.001)
    return [f"{(since - begun) / 60:.0f} to {(min(until, over) - begun) / 60:.0f}", str(len(runs)), str(due), f"{1000 * syncs.median(late):.0f}",
            f"{1000 * max(late, default=0):.0f}", f"{syncs.median(took):.2f}", f"{max(took, default=0):.2f}",
            f"{syncs.median([s[1] for s in here]):.0f}", f"{syncs.median([s[2] for s in here]):.1f}",
            f"{here[-1][3] if here else 0:.0f}", f"{syncs.median([s[4] for s in here]):.1f}"]


print(f"\n{arg.fabrics} fabrics of {arg.resources} objects, every {arg.interval} s, for {arg.minutes:g} minutes\n")
print("| minutes | runs | due | late, ms (median) | max | a run, s (median) | max | RSS, MB | heap after GC, MB | CPU so far, s | load |")
print("|" + " --- |" * 11)
at = begun
while at < begun + arg.minutes * 60:
    print("| " + " | ".join(row(at, at + arg.row * 60)) + " |")
    at += arg.row * 60
third = max(1, len(samples) // 3)
first, last = ([syncs.median([sample[n] for sample in part]) for n in (1, 2)] for part in (samples[:third], samples[-third:]))
if arg.minutes >= 15 and last[1] > first[1] * (1 + arg.growth):
    findings.append(f"the heap after GC grew from {first[1]:.1f} to {last[1]:.1f} MB")
counted = {table: syncs.rows(os.environ.get("DATABASE_URL"), table) for table in tables}
late = syncs.lateness(all_runs)
syncs.remove(proofs)
node.stop()
syncs.conclude(
    f"\n{len(all_runs)} runs; late {1000 * syncs.median(late):.0f} ms (median), {1000 * max(late):.0f} ms at most; changes by the script "
    f"{dict(disturber.counts)}; RSS {first[0]:.0f} MB in the first third, {last[0]:.0f} in the last; heap after GC {first[1]:.1f} and {last[1]:.1f} MB; "
    f"rows {counted}; load {syncs.load():.1f}", findings)
