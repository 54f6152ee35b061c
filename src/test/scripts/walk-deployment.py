#!/usr/bin/env python3
"""Walks through what an operator does with infrastructure, and through the refusals of a cloud, and asks
the cloud itself what came of each.

    OS_AUTH_URL=... OS_USERNAME=... OS_PASSWORD=... OS_PROJECT_NAME=... \\
    src/test/scripts/walk-deployment.py [--small user:password:project]
    src/test/scripts/walk-deployment.py --simulator --small tiny:tiny:tiny

The walk: deploy web-app-stack, read it, scale web from 2 to 5 and back, check it, take a server away
behind Caravan's back, check, repair, delete. The refusals: unknown flavor, image and key pair, a flavor
that finds no host (m1.nowhere), a server of several whose build fails (the cloud must know the metadata
sandbox_fault), and too small a quota (project --small, room for 2 servers). Needs Python 3 and a built jar.
"""
import json
import os
import re
import sys
import time
import urllib.error

sys.dont_write_bytecode = True
import proving

parser = proving.arguments(__doc__)
parser.add_argument("--small", help="user:password:project with a quota of two servers")
parser.add_argument("--patience", type=int, default=300)
arg = parser.parse_args()

env, simulator = proving.stage(arg)
cloud = proving.Cloud(env)
caravan = proving.Caravan(arg.jar, env, arg.port, options=arg.java_options)
clouds = {"here": cloud}
if arg.small:
    user, password, project = arg.small.split(":")
    small = dict(env, OS_USERNAME=user, OS_PASSWORD=password, OS_PROJECT_NAME=project)
    file = proving.work / "clouds.yaml"
    listed = json.loads(file.read_text())
    listed["clouds"]["small"] = json.loads(json.dumps(listed["clouds"]["here"]))
    listed["clouds"]["small"]["auth"].update(username=user, password="${SMALL_PASSWORD}", project_name=project)
    file.write_text(json.dumps(listed))
    caravan.env["SMALL_PASSWORD"] = password
    clouds["small"] = proving.Cloud(small)
caravan.start()
run, failed = f"walk{os.getpid()}", 0


def say(what, good, shown):
    global failed
    failed += not good
    print(f"{'ok  ' if good else 'FAIL'} {what}: {shown}", flush=True)


def ended(deployment):
    begun = time.time()
    while time.time() - begun < arg.patience:
        view = caravan.call("GET", f"/deployments/{deployment}")
        if view["operation"] is None:
            return view, time.time() - begun
        time.sleep(0.2)
    return view, time.time() - begun


def left(name, where="here"):
    return {kind: [one["name"] for one in there] for kind, there in clouds[where].of(name).items() if there}


def counts(name):
    return {kind: len(there) for kind, there in cloud.of(name).items() if there}


def finding(view):
    return [f"{one['problem']} {one['kind']} {one['name']}" for one in view["drift"]["findings"]]


name = f"{run}-stack"
made = caravan.call("POST", "/deployments", {"name": name, "template": "web-app-stack", "cloud_region": "here",
                                            "parameters": {"web_count": 2, "app_count": 3, "db_count": 1}})
say("deploy is taken", made["status"] == "PENDING", {key: made[key] for key in ("id", "name", "status", "created_at")})
stack = made["id"]
view, seconds = ended(stack)
vms = view["resources"]["vms"]
say("deployed", view["status"] == "COMPLETED" and len(vms) == 6, f"{view['status']} after {seconds:.1f} s, cloud has {counts(name)}")
say("read", all(vm["ip"] and vm["status"] == "ACTIVE" for vm in vms), ", ".join(f"{vm['name']} {vm['ip']}" for vm in vms))
for target in (5, 2):
    caravan.call("POST", f"/deployments/{stack}/scale", {"vm_type": "web", "target_count": target})
    view, seconds = ended(stack)
    web = [server["name"] for server in cloud.of(name)["servers"] if "-web-" in server["name"]]
    say(f"web scaled to {target}", view["status"] == "COMPLETED" and len(web) == target, f"{view['status']} after {seconds:.1f} s, {sorted(web)}, "
        f"{ {key: view['metadata'][key] for key in ('previous_count', 'current_count', 'scaled_at')} }")
caravan.call("POST", f"/deployments/{stack}/check")
view, seconds = ended(stack)
say("checked", view["drift"]["in_sync"], f"after {seconds:.1f} s {view['drift']}")
lost = next(vm for vm in view["resources"]["vms"] if vm["name"].endswith("-app-2"))
proving.send("DELETE", f"{cloud.urls['compute']}/servers/{lost['id']}", None, cloud.headers)
while lost["id"] in [server["id"] for server in cloud.listed("servers")]:
    time.sleep(0.3)
port = next(one for one in cloud.of(name)["ports"] if one["name"].endswith("-web-1"))
proving.send("DELETE", f"{cloud.urls['network']}/ports/{port['id']}", None, cloud.headers)
caravan.call("POST", f"/deployments/{stack}/check")
view, seconds = ended(stack)
say("a server and a port taken away", finding(view) == ["missing port web-1", "missing server app-2"], finding(view))
caravan.call("POST", f"/deployments/{stack}/check", {"repair": True})
view, seconds = ended(stack)
again = next(vm for vm in view["resources"]["vms"] if vm["name"].endswith("-app-2"))
say("repaired", view["drift"]["in_sync"] and again["ip"] == lost["ip"], f"after {seconds:.1f} s: {finding(view)}, error {view['error']}, "
    f"{again['name']} {again['ip']} as before, cloud has {counts(name)}")
caravan.call("DELETE", f"/deployments/{stack}")
view, seconds = ended(stack)
say("deleted", view["status"] == "DELETED" and not left(name), f"{view['status']} after {seconds:.1f} s, left {left(name)}")

caravan.call("POST", "/templates", {
    "name": "one-fails", "parameters": {"type": "object", "properties": {}}, "bindings": {},
    "network_config": {"cidr": "10.30.0.0/24", "subnets": {"main": {"cidr": "10.30.0.0/24"}}},
    "vm_config": {"good": {"count": 2, "flavor": "m1.tiny", "image": "ubuntu-22.04", "subnet": "main"},
                  "bad": {"count": 1, "flavor": "m1.tiny", "image": "ubuntu-22.04", "subnet": "main", "metadata": {"sandbox_fault": "spawn"}}}})
refusals = [
    ("unknown flavor", "here", "one-network", {"flavor": "m1.none"}, "NOT_FOUND", "Flavor m1.none could not be found"),
    ("unknown image", "here", "one-network", {"image": "no-such-image"}, "NOT_FOUND", "Image no-such-image could not be found"),
    ("unknown key pair", "here", "web-app-stack", {"key_pair": "nobody"}, "NOT_FOUND", "Key pair nobody could not be found"),
    ("no host", "here", "one-network", {"flavor": "m1.nowhere", "count": 2}, "CAPACITY", "No valid host was found"),
    ("one build of three fails", "here", "one-fails", {}, "BUILD_FAILED", "aborted"),
]
if arg.small:
    refusals.append(("quota", "small", "one-network", {"count": 3}, "QUOTA", "Quota exceeded for instances"))
for number, (what, where, template, parameters, type_, words) in enumerate(refusals):
    name = f"{run}-no-{number}"
    deployment = caravan.call("POST", "/deployments", {"name": name, "template": template, "cloud_region": where, "parameters": parameters})["id"]
    view, seconds = ended(deployment)
    error = view["error"] or {}
    good = (view["status"] == "FAILED" and error.get("type") == type_ and re.search(words, error.get("message", ""))
            and error.get("rollback_completed") is True and not left(name, where))
    say(what, bool(good), f"{view['status']} after {seconds:.1f} s, {error}, left {left(name, where)}")
try:
    caravan.call("POST", "/deployments", {"name": f"{run}-bad", "template": "web-app-stack", "cloud_region": "here", "parameters": {"web_count": 51}})
    say("a count out of range", False, "was taken")
except urllib.error.HTTPError as refused:
    body = json.loads(refused.read())
    say("a count out of range", refused.code == 400 and "web_count" in json.dumps(body["details"]), f"{refused.code} {body['details']}")
rest = {where: left(run, where) for where in clouds if left(run, where)}
say("nothing of it is left", not rest, rest or "no server, port, network, subnet, router or security group")
caravan.stop()
sys.exit(1 if failed else 0)
