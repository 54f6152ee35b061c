#!/usr/bin/env python3
"""Brings a fabric into the cases in which something would be applied, deleted or claimed that nobody means,
and asks the cluster itself whether anything of that happened.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/overtaken-fabric.py [--objects 150]

A folder that is a kustomization; a Secret written as texts; kill -9 in the middle of applying, then a
blackout for ever, an emptied cluster and a new start; answers that were lost with the killed node; an object
that another has applied under the same name; most of the fabric gone from git at once. A real server: the
token is an administrator's. Needs Python 3, git and a built jar.
"""
import base64
import json
import sys
import time

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics

parser = proving.arguments(__doc__, port=18290)
parser.add_argument("--objects", type=int, default=150)
arg = parser.parse_args()
cluster = fabrics.stage(arg)
ALWAYS = [{"cron": "* * * * *", "duration": "24h"}]
SECRET = "hunter2-plain"
failed = 0


def say(what, good, shown):
    global failed
    failed += not good
    print(f"{'ok  ' if good else 'FAIL'} {what}: {shown}", flush=True)


def vpcs(count):
    return [("VPC", f"vpc-{i}", {"ipv4Namespace": "ip-1", "vlanNamespace": "vlan-1",
                                 "subnets": {"default": {"subnet": f"10.{i // 250}.{i % 250}.0/24", "vlan": 1000 + i}}}) for i in range(count)]


def add(node, name, repository, **more):
    body = fabrics.fabric(name, cluster, repository, **more)
    return node.call("POST", "/fabrics", body)["id"]


def everything(node, fabric, run):
    return json.dumps([node.call("GET", f"/fabrics/{fabric}/resources?limit=1000"), node.call("GET", f"/fabrics/{fabric}/runs/{run['id']}")])


def short(run):
    return f"{run['outcome']}, writes {run['writes']}" + (f": {run['error']['message']}" if run["error"] else "")


cluster.make_namespace("overtaken")
cluster.clear()
node = fabrics.await_worker(fabrics.caravan(arg).start())

# A kustomization.
overlay = fabrics.Repository("overlay")
(overlay.folder / "fabric").mkdir()
(overlay.folder / "base").mkdir()
(overlay.folder / "base/kustomization.yaml").write_text("resources: [vpc.yaml]\n")
(overlay.folder / "base/vpc.yaml").write_text(json.dumps(fabrics.manifest(*vpcs(1)[0])))
(overlay.folder / "fabric/kustomization.yaml").write_text("resources: [../base]\nnamePrefix: prod-\npatches: [{path: patch.yaml}]\n")
(overlay.folder / "fabric/patch.yaml").write_text(json.dumps(fabrics.manifest("VPC", "vpc-0", {"subnets": {"default": {"vlan": 2001}}})))
overlay.commit("An overlay")
run = fabrics.sync(node, add(node, "overlay", overlay))
say("a kustomize overlay", run["outcome"] == "error" and "this folder is a kustomization" in run["error"]["message"] and not cluster.objects(), short(run))

# A Secret written as texts.
secret = fabrics.Repository("secret")
(secret.folder / "fabric").mkdir()
(secret.folder / "fabric/s.yaml").write_text(
    f"apiVersion: v1\nkind: Secret\nmetadata: {{name: lab-secret}}\nstringData: {{password: {SECRET}}}\n")
secret.commit("A secret")
path = f"/api/v1/namespaces/{cluster.namespace}/secrets/lab-secret"
of_secret = add(node, "secret", secret, self_heal=True, cluster={"token": cluster.token})
first, second = fabrics.sync(node, of_secret), fabrics.sync(node, of_secret)
kept = base64.b64decode(cluster.send("GET", path)["data"]["password"]).decode()
say("a Secret by stringData", first["outcome"] == second["outcome"] == "in_sync" and second["writes"] == 0 and kept == SECRET,
    f"{short(first)}; {short(second)}; the cluster has the right value: {kept == SECRET}")
shown = everything(node, of_secret, first)
encoded = base64.b64encode(SECRET.encode()).decode()
say("its value is not shown", SECRET not in shown and encoded not in shown and "(secret " in shown, "only that it differs, or not")
cluster.send("PATCH", path, {"data": {"password": base64.b64encode(b"theirs").decode()}}, "application/merge-patch+json")
run = fabrics.sync(node, of_secret)
kept = base64.b64decode(cluster.send("GET", path)["data"]["password"]).decode()
say("a Secret edited by hand, with self_heal", run["outcome"] == "in_sync" and run["writes"] == 1 and kept == SECRET, short(run))
cluster.send("DELETE", path)

# Killed in the middle, then everything is otherwise.
repository = fabrics.Repository("fabric")
repository.write(vpcs(arg.objects))
killed = add(node, "killed", repository, prune=True)
begun = node.call("POST", f"/fabrics/{killed}/sync", {})
fabrics.await_objects(node, cluster, killed, begun["run_id"], 10)
node.kill()
if len(cluster.objects()) >= arg.objects:
    sys.exit("All was applied before it could be killed: give more --objects")
there = len(cluster.objects())
api = fabrics.caravan(arg, roles="api").start()
on_record = {one["name"] for one in api.call("GET", f"/fabrics/{killed}/resources?limit=1000")["items"] if one["applied_uid"]}
version = api.call("GET", f"/fabrics/{killed}")
api.call("PATCH", f"/fabrics/{killed}", {"blackouts": ALWAYS})
api.stop()
cluster.clear()
node = fabrics.await_worker(fabrics.caravan(arg).start())
run = fabrics.ended(node, killed, begun["run_id"])
time.sleep(2)
say("killed in apply, a blackout for ever, an emptied cluster, a new start", not cluster.objects() and run["outcome"] == "outdated",
    f"{there} were made before, {len(cluster.objects())} after; {short(run)}")

# Answers that were lost with the node.
node.call("PATCH", f"/fabrics/{killed}", {"blackouts": []})
begun = node.call("POST", f"/fabrics/{killed}/sync?accept_empty=true", {})
fabrics.await_objects(node, cluster, killed, begun["run_id"], 10)
node.kill()
there = {name for _, name in cluster.objects()}
node = fabrics.await_worker(fabrics.caravan(arg).start())
fabrics.ended(node, killed, begun["run_id"])
run = fabrics.sync(node, killed, query="?accept_empty=true")
items = node.call("GET", f"/fabrics/{killed}/resources?limit=1000")["items"]
uids = {name: one["metadata"]["uid"] for (_, name), one in cluster.objects().items()}
ours = [one for one in items if one["applied_uid"] == uids.get(one["name"])]
say("answers lost with a killed node", run["outcome"] == "in_sync" and len(ours) == arg.objects, f"{len(there)} were made by then, {len(ours)} of {arg.objects} are on record as ours")
proving.send("DELETE", f"http://127.0.0.1:{node.port}/api/v1/fabrics/{killed}", None, {"X-API-Key": proving.KEY})
say("forgetting a fabric", len(cluster.objects()) == arg.objects, "nothing in the cluster is touched")
cluster.clear()

# An answer lost altogether: the object is there, marked, and nothing of it is on record.
few = fabrics.Repository("few")
few.write(vpcs(12))
marked = add(node, "marked", few, prune=True)


def apply(name, mark, manager="caravan"):
    number = int(name.split("-")[1])
    body = fabrics.manifest(*vpcs(number + 1)[number])
    body["metadata"]["annotations"] = {"caravan.dev/fabric": mark}
    cluster.send("PATCH", cluster.path("VPC", name) + f"?fieldManager={manager}&force=true", body, "application/apply-patch+yaml")


apply("vpc-0", marked)
apply("vpc-1", marked, "kubectl")
apply("vpc-2", "00000000-0000-0000-0000-000000000001")
run = fabrics.sync(node, marked)
say("an object that carries our mark, one with a copied and one with another's", run["outcome"] == "in_sync" and run["writes"] == 9, short(run))
few.write(vpcs(12)[3:])
run = fabrics.sync(node, marked)
left = {name for _, name in cluster.objects()}
say("gone from git: only our own is pruned", "vpc-0" not in left and {"vpc-1", "vpc-2"} <= left, f"{short(run)}; deleted {sorted({'vpc-0', 'vpc-1', 'vpc-2'} - left)}")

# Much at once.
few.write(vpcs(12)[10:])
run = fabrics.sync(node, marked)
say("most of it gone from git at once", run["outcome"] == "suspect_empty" and run["writes"] == 0 and len(cluster.objects()) == 11, short(run))
run = fabrics.sync(node, marked, query="?dry_run=true")
say("what that would delete", run["outcome"] == "planned" and len(run["changes"]) == 7 and len(cluster.objects()) == 11,
    f"{len(run['changes'])} objects; {len(cluster.objects())} are there")
run = fabrics.sync(node, marked, query="?accept_empty=true")
say("asked for", len(cluster.objects()) == 4 and run["writes"] == 7, f"{short(run)}; {len(cluster.objects())} are left, two of them not ours")
cluster.clear()
sys.exit(1 if failed else 0)
