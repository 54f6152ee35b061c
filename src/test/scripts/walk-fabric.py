#!/usr/bin/env python3
"""Walks a fabric through its life: first sync, a sync that finds nothing to do, edits in the cluster, in
git and in both, and what each policy makes of them, empty sources, lists that the cluster sorts, fields
that others own, another namespace; and asks the cluster itself what came of each.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/walk-fabric.py [--resources 200]
    src/test/scripts/walk-fabric.py --simulator

Needs Python 3, git and a built jar; the token is an administrator's, Caravan itself uses sandbox-writer.
"""
import json
import os
import sys
import time
import urllib.error

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics

parser = proving.arguments(__doc__)
parser.add_argument("--resources", type=int, default=200)
arg = parser.parse_args()
cluster = fabrics.stage(arg)
cluster.make_namespace(f"walk-{os.getpid()}")
repository = fabrics.Repository()
first = repository.write(fabrics.declared(arg.resources))
node = fabrics.await_worker(fabrics.caravan(arg).start())
failed = 0


def say(what, good, shown):
    global failed
    failed += not good
    print(f"{'ok  ' if good else 'FAIL'} {what}: {shown}", flush=True)


def total(run, result):
    return sum(counts.get(result, 0) for counts in run["counts"].values())


def find(kind, name):
    listed = node.call("GET", f"/fabrics/{fabric}/resources?kind={kind}&limit=1000")["items"]
    return next((one for one in listed if one["name"] == name), None)


def differences(kind, name):
    return {one["field"]: (one["origin"], one["manager"], one["resolution"]) for one in find(kind, name)["differences"]}


def view():
    return node.call("GET", f"/fabrics/{fabric}")


made = node.call("POST", "/fabrics", fabrics.fabric("walk", cluster, repository))
fabric = made["id"]
say("a new fabric", made["sync_status"] == "never_synced" and "sandbox-writer" not in json.dumps(made), f"{made['sync_status']}, auth {made['cluster']['auth']}")

run = fabrics.sync(node, fabric, query="?dry_run=true")
say("the plan (dry run)", run["outcome"] == "planned" and total(run, "planned") == arg.resources and not cluster.objects(),
    f"{total(run, 'planned')} planned, {len(cluster.objects())} in the cluster, writes {run['writes']}")

run = fabrics.sync(node, fabric)
there = cluster.objects()
right = all(there.get(key, {}).get("spec") == spec for key, spec in repository.objects.items()) and len(there) == arg.resources
say("first sync", run["outcome"] == "in_sync" and total(run, "created") == arg.resources and right,
    f"{total(run, 'created')} created, {len(there)} in the cluster as declared: {right}, {run['requests']} requests, commit {run['commit'] == first}")
now = view()
say("proved", now["sync_status"] == "in_sync" and now["synced_commit"] == first and len(now["proved_at"]) == 6,
    f"{now['sync_status']} as of {now['last_success']}, commit {now['synced_commit'][:8]}, {len(now['proved_at'])} resourceVersions, until {now['valid_until']}")

before, counted = cluster.versions(), None if arg.simulator else cluster.requests()
run = fabrics.sync(node, fabric)
if counted:
    after = cluster.requests()
    counted = {verb: after[verb] - counted.get(verb, 0) for verb in after if after[verb] != counted.get(verb, 0)}
say("no-op", run["outcome"] == "in_sync" and run["requests"] == 6 and run["writes"] == 0 and cluster.versions() == before
    and (counted is None or counted == {"LIST": 6}),
    f"{run['requests']} requests, {run['writes']} writes, by the server's metrics {counted}, resourceVersions unchanged: {cluster.versions() == before}")

# The cluster, by hand
vpcs = [name for kind, name in repository.objects if kind == "VPC"]
cluster.edit("VPC", vpcs[0], {"spec": {"subnets": {"default": {"vlan": 77}}}})
run = fabrics.sync(node, fabric)
say("an edit in the cluster, no self-heal", run["outcome"] == "out_of_sync" and run["writes"] == 0
    and differences("VPC", vpcs[0]) == {"/spec/subnets/default/vlan": ("cluster", "somebody", "actual")},
    f"{view()['sync_status']}, {view()['drift']}, {differences('VPC', vpcs[0])}")

# Git
objects = {key: json.loads(json.dumps(spec)) for key, spec in repository.objects.items()}
objects["VPC", vpcs[0]]["subnets"]["default"]["gateway"] = "10.0.5.9"
objects["VPC", vpcs[1]]["subnets"]["second"] = {"subnet": "10.200.0.0/24", "vlan": 2998}
repository.write([(kind, name, spec) for (kind, name), spec in objects.items()], "Another gateway, another subnet")
run = fabrics.sync(node, fabric)
there = cluster.objects()
default = there["VPC", vpcs[0]]["spec"]["subnets"]["default"]
say("an edit in git beside it", total(run, "updated") == 2 and default["gateway"] == "10.0.5.9" and default["vlan"] == 77
    and there["VPC", vpcs[1]]["spec"] == objects["VPC", vpcs[1]] and run["outcome"] == "out_of_sync",
    f"{total(run, 'updated')} updated; the vlan of the cluster left: {default['vlan']}, still told: {differences('VPC', vpcs[0])}")

# Both
cluster.edit("VPC", vpcs[2], {"spec": {"subnets": {"default": {"vlan": 78}}}})
objects["VPC", vpcs[2]]["subnets"]["default"]["vlan"] = 1999
repository.write([(kind, name, spec) for (kind, name), spec in objects.items()], "Another vlan")
run = fabrics.sync(node, fabric)
say("an edit in both", differences("VPC", vpcs[2]) == {"/spec/subnets/default/vlan": ("both", "somebody", "actual")}
    and cluster.objects()["VPC", vpcs[2]]["spec"]["subnets"]["default"]["vlan"] == 78,
    f"{differences('VPC', vpcs[2])}, left as it is")
run = fabrics.sync(node, fabric, query="?dry_run=true")
node.call("PATCH", f"/fabrics/{fabric}", {"self_heal": True})
plan = fabrics.sync(node, fabric, query="?dry_run=true")
say("what self-heal would do (dry run)", total(plan, "planned") == 2 and cluster.objects()["VPC", vpcs[2]]["spec"]["subnets"]["default"]["vlan"] == 78,
    f"planned {sorted(one['name'] for one in plan['changes'])}; nothing changed")
run = fabrics.sync(node, fabric)
there = cluster.objects()
say("self-heal", run["outcome"] == "in_sync" and all(there[key]["spec"] == spec for key, spec in objects.items()),
    f"{total(run, 'updated')} updated, all {len(there)} as declared, {view()['sync_status']}")

# Gone on one side
cluster.send("DELETE", cluster.path("Server", "server-1"))
run = fabrics.sync(node, fabric)
say("deleted in the cluster, self-heal", run["outcome"] == "in_sync" and total(run, "created") == 1, f"{total(run, 'created')} created again")
gone = objects.pop(("Server", "server-2"))
repository.write([(kind, name, spec) for (kind, name), spec in objects.items()], "One server less")
run = fabrics.sync(node, fabric)
say("gone from git, no prune", ("Server", "server-2") in cluster.objects() and run["outcome"] == "out_of_sync",
    f"{find('Server', 'server-2')['state']}, {find('Server', 'server-2')['drift']}, left in the cluster")
cluster.send("POST", cluster.path("Server"), fabrics.manifest("Server", "foreign", {"description": "not ours"}))
node.call("PATCH", f"/fabrics/{fabric}", {"prune": True})
run = fabrics.sync(node, fabric)
there = cluster.objects()
say("prune", ("Server", "server-2") not in there and ("Server", "foreign") in there and total(run, "deleted") == 1,
    f"{total(run, 'deleted')} deleted; the one that Caravan did not apply is left: {find('Server', 'foreign')['drift']}")

# Guards
(repository.folder / "fabric" / "broken.yaml").write_text("apiVersion: v1\nkind: [\n")
repository.commit("A mistake")
run = fabrics.sync(node, fabric)
say("a file that is no YAML", run["outcome"] == "error" and "broken.yaml" in run["error"]["message"] and cluster.versions() == {k: v["metadata"]["resourceVersion"] for k, v in there.items()},
    f"{view()['sync_status']}: {run['error']['message']}")
(repository.folder / "fabric" / "broken.yaml").unlink()
repository.write([(kind, name, spec) for (kind, name), spec in objects.items() if kind != "Connection"], "No connections any more")
run = fabrics.sync(node, fabric)
say("git without connections", run["outcome"] == "suspect_empty" and len(cluster.objects()) == len(there), f"{view()['sync_status']}: {run['error']['message']}")
repository.git("mv", "fabric", "elsewhere")
repository.commit("Moved")
run = fabrics.sync(node, fabric)
say("a folder that vanished", run["outcome"] == "suspect_empty" and len(cluster.objects()) == len(there), f"{view()['sync_status']}: {run['error']['message']}")
repository.git("mv", "elsewhere", "fabric")
repository.write([(kind, name, spec) for (kind, name), spec in objects.items()], "As before")
cluster.clear()
run = fabrics.sync(node, fabric)
say("an empty cluster", run["outcome"] == "suspect_empty" and not cluster.objects(), f"{view()['sync_status']}: {run['error']['message']}")
run = fabrics.sync(node, fabric, query="?accept_empty=true")
say("that is believed when said so", run["outcome"] == "in_sync" and len(cluster.objects()) == len(objects), f"{total(run, 'created')} created again")

# The cluster's own way
def admission(on):
    """A policy of the cluster that sorts the subnets of an IPv4Namespace, as a webhook may."""
    if arg.simulator:
        cluster.send("POST", "/sandbox/admission", {"kind": "IPv4Namespace", "sort": ["/spec/subnets"]})
        return
    api = "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolic"
    for path in ("ybindings/walk-fabric", "ies/walk-fabric"):
        try:
            cluster.send("DELETE", api + path)
        except urllib.error.HTTPError as gone:
            if gone.code != 404:
                raise
    if on:
        rule = {"apiGroups": ["vpc.githedgehog.com"], "apiVersions": ["v1beta1"], "operations": ["CREATE", "UPDATE"], "resources": ["ipv4namespaces"]}
        patch = 'JSONPatch{op: "replace", path: "/spec/subnets", value: object.spec.subnets.sort()}'
        cluster.send("POST", api + "ies", {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicy", "metadata": {"name": "walk-fabric"},
            "spec": {"matchConstraints": {"resourceRules": [rule]}, "reinvocationPolicy": "Never",
                     "mutations": [{"patchType": "JSONPatch", "jsonPatch": {"expression": f"[{patch}]"}}]}})
        cluster.send("POST", api + "ybindings", {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicyBinding",
            "metadata": {"name": "walk-fabric"}, "spec": {"policyName": "walk-fabric"}})
        time.sleep(3)  # It holds a moment later.


admission(True)
objects["IPv4Namespace", "ip-1"] = {"subnets": ["10.9.0.0/16", "10.0.0.0/16"]}
repository.write([(kind, name, spec) for (kind, name), spec in objects.items()], "Subnets in no order")
run = fabrics.sync(node, fabric)
again = fabrics.sync(node, fabric)
kept = cluster.objects()["IPv4Namespace", "ip-1"]["spec"]["subnets"]
say("a list that the cluster sorts", kept == ["10.0.0.0/16", "10.9.0.0/16"] and run["outcome"] == again["outcome"] == "in_sync" and again["requests"] == 6,
    f"kept as {kept}, {again['outcome']}, {again['requests']} requests and {again['writes']} writes the next time; told: {find('IPv4Namespace', 'ip-1')['normalised']}")
admission(False)

# What others own
node.call("PATCH", f"/fabrics/{fabric}", {"self_heal": False})
cluster.send("PATCH", cluster.path("Server", "server-11") + "?fieldManager=another&force=true",
             fabrics.manifest("Server", "server-11", objects["Server", "server-11"]), "application/apply-patch+yaml")
del objects["Server", "server-11"]["description"]
repository.write([(kind, name, spec) for (kind, name), spec in objects.items()], "No description")
run = fabrics.sync(node, fabric)
failure = find("Server", "server-11")["failure"] or {"causes": [{}]}
say("git drops what another owns, too", run["outcome"] == "out_of_sync" and failure["causes"][0].get("manager") == "another"
    and "description" in cluster.objects()["Server", "server-11"]["spec"], f"left, told: {failure.get('message')}")
node.call("PATCH", f"/fabrics/{fabric}", {"self_heal": True})
run = fabrics.sync(node, fabric)
say("that, with self-heal", run["outcome"] == "in_sync" and "description" not in cluster.objects()["Server", "server-11"].get("spec", {}),
    f"{total(run, 'updated')} updated, {run['writes']} writes, {run['outcome']}")

# Elsewhere
node.call("PATCH", f"/fabrics/{fabric}", {"cluster": {"namespace": "nowhere-at-all"}})
run = fabrics.sync(node, fabric)
say("moved to a namespace that does not exist", run["error"]["type"] == "WRONG_NAMESPACE" and find("Server", "server-11")["state"] == "synced",
    f"{view()['sync_status']}: {run['error']['message']}; the record stays: {find('Server', 'server-11')['state']}")
home, other = cluster.namespace, fabrics.Cluster(cluster.url, cluster.ca, cluster.token)
other.make_namespace(f"walk-{os.getpid()}-moved")
node.call("PATCH", f"/fabrics/{fabric}", {"cluster": {"namespace": other.namespace}})
run = fabrics.sync(node, fabric)
say("moved to one that does", run["outcome"] == "in_sync" and total(run, "created") == len(objects) == len(other.objects()) and len(cluster.objects()) == len(objects),
    f"{total(run, 'created')} created there, {len(cluster.objects())} left here")

for each in (home, other.namespace):
    cluster.send("DELETE", f"/api/v1/namespaces/{each}")
print(f"{failed} failed" if failed else "all ok", flush=True)
sys.exit(1 if failed else 0)
