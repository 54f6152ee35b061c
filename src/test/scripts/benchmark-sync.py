#!/usr/bin/env python3
"""Benchmark sync: a fabric of N objects brought to what git declares by Caravan, and by a bare client that
only lists and applies, in turn: from nothing, with nothing to do, and with one in a hundred edited in the
cluster. Medians of rounds, as a markdown table.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/benchmark-sync.py [--resources 50,600,6000] [--rounds 3]
    src/test/scripts/benchmark-sync.py --simulator

Caravan's time is that of the run, created_at to ended_at, its requests and writes those that the run says;
the bare client knows what is declared and reads no git. "Own" is the time of a run with nothing to do
without that of the bare lists. Python 3, git and a built jar.
"""
import os
import sys
import time

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics
import proving_syncs as syncs

PHASES = ("first", "no-op", "1 % drift")
parser = proving.arguments(__doc__, port=18200)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--resources", default="50,600,6000")
arg = parser.parse_args()
cluster = fabrics.stage(arg)
node = fabrics.caravan(arg)
if arg.java_options is None:
    node.options, node.archive = [], None  # The usual collector and compiler: speed is what is measured.
fabrics.await_worker(node.start())
usage, findings, serial = syncs.Usage(node.process), [], 0


def drifting(declared):
    """One in a hundred, and at least one, of those with a description, which is what is edited."""
    return [key for key in declared if key[0] in ("Server", "Switch")][:max(1, len(declared) // 100)]


def patch():
    return {"spec": {"description": f"By hand {time.time_ns()}"}}


def by_bare(fabric, drifted):
    bare, results = syncs.Bare(fabric.cluster), []
    bare.each(lambda _: bare.call("GET", "/version"), range(8))
    for phase in PHASES:
        if phase == "1 % drift":
            bare.edit(drifted, patch())
        bare.requests.clear()
        begun = time.perf_counter()
        writes = bare.sync(fabric.declared)
        results.append((time.perf_counter() - begun, sum(bare.requests.values()), writes, 0))
    bare.pool.shutdown()
    return results


def by_caravan(fabric, drifted):
    bare, results = syncs.Bare(fabric.cluster), []
    fabric.add(node, self_heal=True)
    for phase in PHASES:
        if phase == "1 % drift":
            bare.edit(drifted, patch())
        usage.forget_peak()
        run = fabrics.sync(node, fabric.id, patience=900)
        results.append((proving.moment(run["ended_at"]) - proving.moment(run["created_at"]), run["requests"], run["writes"], usage.peak()))
        if run["outcome"] != "in_sync":
            findings.append(f"{phase} of {len(fabric.declared)}: {run['outcome']} {run['error']}")
    findings.extend(each[:200] for each in fabric.differing()[:3])
    node.call("DELETE", f"/fabrics/{fabric.id}")
    bare.pool.shutdown()
    return results


def one_round(resources):
    """Both, each in a namespace of its own."""
    global serial
    serial += 2
    ours, bare = (syncs.Fabric(cluster, serial + n, resources) for n in (0, 1))
    drifted = drifting(ours.declared)
    results = by_bare(bare, drifted), by_caravan(ours, drifted)
    syncs.remove((ours, bare))
    return results


def median(results, phase, figure):
    return syncs.median([each[phase][figure] for each in results])


for _ in range(3):
    one_round(50)
table, own = [], []
for resources in map(int, arg.resources.split(",")):
    ours, bare, loads = [], [], []
    for round_ in range(arg.rounds):
        of_bare, of_ours = one_round(resources)
        bare.append(of_bare)
        ours.append(of_ours)
        loads.append(syncs.load())
        print(f"{resources} objects, round {round_ + 1}: " + "; ".join(
            f"{phase}: bare {of_bare[n][0]:.2f} s, Caravan {of_ours[n][0]:.2f} s" for n, phase in enumerate(PHASES)) + f"; load {loads[-1]:.1f}", flush=True)
    for n, phase in enumerate(PHASES):
        ratios = [one[n][0] / other[n][0] for one, other in zip(ours, bare)]
        table.append([str(resources), phase, f"{median(bare, n, 0):.3f}", f"{median(ours, n, 0):.3f}", f"{syncs.median(ratios):.2f}",
                      f"{median(bare, n, 1):.0f}", f"{median(ours, n, 1):.0f}", f"{median(bare, n, 2):.0f}", f"{median(ours, n, 2):.0f}",
                      f"{median(ours, n, 3):.0f}", f"{min(loads):.1f} to {max(loads):.1f}"])
    own.append(f"{resources}: {syncs.median([one[1][0] - other[1][0] for one, other in zip(ours, bare)]):.2f} s")
node.stop()
where = "the simulator" if arg.simulator else "the cluster of KUBE_URL"
print(f"\nsync on {where}; {arg.rounds} rounds in turn, medians; ratios are medians of the ratios round by round\n")
print("| objects | sync | bare, s | Caravan, s | ratio | requests, bare | Caravan | writes, bare | Caravan | RSS peak, MB | load |")
print("|" + " --- |" * 11)
for row in table:
    print("| " + " | ".join(row) + " |")
syncs.conclude(f"\nown time of a sync with nothing to do: {', '.join(own)}", findings)
