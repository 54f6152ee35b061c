#!/usr/bin/env python3
"""Posts 100 deployments of three servers at once, waits until all are COMPLETED, deletes all at once, and
asks the cloud whether each is whole and in the end nothing is left. A markdown table.

    src/test/scripts/many-deployments.py --simulator

The posting clients are a JVM of their own, LoadClients.java. Needs Python 3 and a built jar.
"""
import collections
import json
import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import proving

parser = proving.arguments(__doc__, port=18220, build_time=3.0)
parser.add_argument("--deployments", type=int, default=100)
parser.add_argument("--servers", type=int, default=3)
parser.add_argument("--patience", type=int, default=900)
arg = parser.parse_args()
env, simulator = proving.stage(arg)
cloud = proving.Cloud(env)
caravan = proving.Caravan(arg.jar, env, arg.port, options=arg.java_options or "").start()
api, prefix = f"http://127.0.0.1:{arg.port}/api/v1/deployments", f"many{os.getpid()}"


def load(lines):
    requests = proving.work / "requests"
    requests.write_text("\n".join(lines) + "\n")
    clients = os.path.join(os.path.dirname(__file__), "../java/dev/caravan/infrastructure/LoadClients.java")
    done = subprocess.run(["java", "-XX:+UseSerialGC", clients, str(len(lines)), proving.KEY, str(requests)],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def creation(name, servers):
    return f"POST {api} " + json.dumps({"name": name, "template": "one-network", "cloud_region": "here", "parameters": {"count": servers}})


def all_of(name, seconds):
    """Every deployment that is called like that, once no operation runs on any."""
    end = time.time() + seconds
    while True:
        views, path = [], "/deployments?limit=100"
        while path:
            page = caravan.call("GET", path)
            views += [one for one in page["items"] if one["name"].startswith(name)]
            path = page["next"] and page["next"].split("/api/v1", 1)[-1]
        if all(one["operation"] is None or one["status"] == "FAILED" for one in views) or time.time() > end:
            return views
        time.sleep(0.5)


def requests():
    return caravan.metric("caravan_openstack_requests_total")


load([creation(f"{prefix}warm-{n}", 1) for n in range(20)])
for one in all_of(f"{prefix}warm", 120):
    caravan.call("DELETE", f"/deployments/{one['id']}")
all_of(f"{prefix}warm", 120)
broken = []

had, begun = requests(), time.time()
posted = load([creation(f"{prefix}-{n:03d}", arg.servers) for n in range(arg.deployments)])
views = all_of(f"{prefix}-", arg.patience)
made_s, made_requests, load_made = time.time() - begun, requests() - had, os.getloadavg()[0]
listed = cloud.of(f"{prefix}-")
for view in views:
    operation = proving.Operation("deploy", view["name"], caravan.call, 0)
    operation.view = view
    mine = {kind: [one for one in there if one["name"].startswith(view["name"])] for kind, there in listed.items()}
    problems = operation.wrong(type("Listed", (), {"of": lambda self, name: mine})(), arg.servers)
    if problems:
        broken.append(view["name"] + ": " + "; ".join(problems))
took = sorted(proving.moment(one["completed_at"]) - proving.moment(one["created_at"]) for one in views if one["completed_at"])

had, begun = requests(), time.time()
deleted = load([f"DELETE {api}/{view['id']}" for view in views])
after = all_of(f"{prefix}-", arg.patience)
gone_s, gone_requests = time.time() - begun, requests() - had
left = {kind: len(there) for kind, there in cloud.of(prefix).items() if there}

count = len(views) or 1
print(f"\n{arg.deployments} deployments of {arg.servers} servers at once; {collections.Counter(one['status'] for one in views)}, "
      f"then {collections.Counter(one['status'] for one in after)}, left {left or 'nothing'}; "
      f"POSTs answered {posted['answers']}, DELETEs {deleted['answers']}\n")
print("| | p50 of the call, ms | p99, ms | all ended, s | median deployment, s | requests to the cloud, each | load |")
print("|" + " --- |" * 7)
print(f"| deploy | {posted['p50']:.0f} | {posted['p99']:.0f} | {made_s:.1f} | {took[len(took) // 2] if took else 0:.1f} "
      f"| {made_requests / count:.1f} | {load_made:.1f} |")
print(f"| delete | {deleted['p50']:.0f} | {deleted['p99']:.0f} | {gone_s:.1f} | | {gone_requests / count:.1f} | {os.getloadavg()[0]:.1f} |")
whole = (len(views) == arg.deployments and not broken and not left and all(one["status"] == "COMPLETED" for one in views)
         and all(one["status"] == "DELETED" for one in after))
print("\n" + ("all whole" if whole else "NOT WHOLE: " + " | ".join(broken[:10])))
sys.exit(0 if whole else 1)
