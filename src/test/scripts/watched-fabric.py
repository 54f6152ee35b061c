#!/usr/bin/env python3
"""Watches a fabric between its runs, which come once an hour, and captures what only the cluster has.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/watched-fabric.py [--restart "kube-down; kube-up --no-install"]
    src/test/scripts/watched-fabric.py --simulator

Told is, by the fabric itself, how long after an edit in the cluster the record has it. With --restart the
cluster is taken away and comes back: what changed meanwhile is to be seen all the same. Captured is to a
branch of the repository: one commit for what is new, none where nothing is, and no write to the cluster
once the branch is merged. Python 3, git and a built jar.
"""
import json
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics
import proving_syncs as syncs

parser = proving.arguments(__doc__, port=18210)
parser.add_argument("--resources", type=int, default=60)
parser.add_argument("--edits", type=int, default=20)
parser.add_argument("--restart", help="a command that takes the cluster away and brings it back")
arg = parser.parse_args()
cluster = fabrics.stage(arg)
node = fabrics.await_worker(fabrics.caravan(arg).start())
proof = syncs.Fabric(cluster, 1, arg.resources)
cluster = proof.cluster
proof.repository.git("config", "receive.denyCurrentBranch", "ignore")
proof.add(node, sync_interval=3600, watch=True, policy="apply")
findings = proof.await_calm(node, 60)


def say(what, good, shown):
    print(f"{'ok  ' if good else 'FAIL'} {what}: {shown}", flush=True)
    if not good:
        findings.append(f"{what}: {shown}")


def record(kind, name):
    return next((one for one in node.call("GET", f"/fabrics/{proof.id}/resources?kind={kind}&limit=1000")["items"] if one["name"] == name), None)


def until(good, patience=30):
    """Seconds until it is so; None where it does not come about."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < patience:
        if good():
            return time.perf_counter() - begun
        time.sleep(0.01)
    return None


def watching(patience=30):
    return until(lambda: proof.view(node)["watching"]["status"] == "active", patience)


def seen(kind, name, drift):
    return until(lambda: (record(kind, name) or {}).get("drift") == drift)


def took(values):
    missing = values.count(None)
    there = sorted(one for one in values if one is not None)
    return f"{len(there)} seen, {missing} not; median {syncs.median(there):.3f} s, longest {there[-1] if there else 0:.3f} s"


say("watching", watching() is not None, proof.view(node)["watching"]["status"])
vpcs = [name for kind, name in proof.declared if kind == "VPC"]
edits, heals = [], []
for n in range(arg.edits):
    name = vpcs[n % len(vpcs)]
    wanted = proof.declared["VPC", name]["subnets"]["default"]["vlan"]
    cluster.edit("VPC", name, {"spec": {"subnets": {"default": {"vlan": 3000 + n}}}})
    edits.append(seen("VPC", name, "spec_drift"))
    cluster.edit("VPC", name, {"spec": {"subnets": {"default": {"vlan": wanted}}}})
    heals.append(seen("VPC", name, "in_sync"))
say("edits", None not in edits and max(edits) < 1, took(edits))
say("edits taken back", None not in heals and max(heals) < 1, took(heals))
cluster.send("POST", cluster.path("Server"), fabrics.manifest("Server", "by-hand", {"description": "Made by hand"}))
say("something new", (after := seen("Server", "by-hand", "actual_only")) is not None, f"seen after {after:.3f} s")
cluster.send("DELETE", cluster.path("Server", "server-1"))
say("something gone", (after := seen("Server", "server-1", "desired_only")) is not None, f"seen after {after:.3f} s")
stands = until(lambda: proof.view(node)["sync_status"] == "out_of_sync", 5)
say("the fabric says so", stands is not None, f"{proof.view(node)['sync_status']}, {proof.view(node)['drift']}; {len(proof.runs(node))} run")

if arg.restart:
    begun = time.time()
    ended = subprocess.run(arg.restart, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    proving.patiently(lambda: cluster.edit("VPC", vpcs[0], {"spec": {"subnets": {"default": {"vlan": 2999}}}}))
    after = seen("VPC", vpcs[0], "spec_drift")
    say("the cluster away and back", ended.returncode == 0 and after is not None and watching() is not None,
        f"{time.time() - begun:.0f} s in all, the edit seen {after if after is None else round(after, 1)} s after it; {proof.view(node)['watching']['status']}; "
        f"runs {[run['trigger'] for run in proof.runs(node)]}")
    cluster.edit("VPC", vpcs[0], {"spec": {"subnets": {"default": {"vlan": proof.declared["VPC", vpcs[0]]["subnets"]["default"]["vlan"]}}}})

# Capture
repository = proof.repository
node.call("PATCH", f"/fabrics/{proof.id}", {"capture": {"branch": "captured"}, "self_heal": True, "watch": False})
until(lambda: not proof.view(node)["running"] and any(run["trigger"] != "x" for run in proof.runs(node)), 30)
run = fabrics.sync(node, proof.id)


def commits():
    try:
        return repository.git("rev-list", "--count", "main..captured").strip()
    except subprocess.CalledProcessError:
        return "0"


first, file = commits(), repository.git("show", "captured:fabric/captured/server/by-hand.yaml")
say("captured", first == "1" and "Made by hand" in file and "uid" not in file, f"{first} commit, {json.dumps(file)}")
run = fabrics.sync(node, proof.id)
say("nothing new, no commit", commits() == first, f"{commits()} commit, {run['outcome']}")
repository.git("merge", "-q", "captured")
before = cluster.versions()
run = fabrics.sync(node, proof.id)
say("merged", run["outcome"] == "in_sync" and run["own_commit"] and cluster.versions() == before and run["writes"] == 0,
    f"{run['outcome']}, our own commit: {run['own_commit']}, {run['writes']} writes, resourceVersions unchanged: {cluster.versions() == before}")
syncs.remove([proof])
node.stop()
syncs.conclude(f"watched and captured, load {syncs.load():.1f}", findings)
