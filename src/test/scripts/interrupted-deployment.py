#!/usr/bin/env python3
"""Kills Caravan at random moments of deploying, scaling and deleting, starts it again, and asks the
cloud itself what came of it: everything once, and in the end nothing left.

    OS_AUTH_URL=... OS_USERNAME=... OS_PASSWORD=... OS_PROJECT_NAME=... \\
    src/test/scripts/interrupted-deployment.py --rounds 50 [--template web-app-stack] [--jar target/caravan.jar]

A round is one kill: of a deployment, then of one server kind scaled out and in, then of a deletion, and so on.
With --faults URL (the simulator's address) answers are lost at random too. Needs Python 3 alone and a built jar.
"""
import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

parser = argparse.ArgumentParser()
parser.add_argument("--rounds", type=int, default=10)
parser.add_argument("--template", default="web-app-stack")
parser.add_argument("--scale", default="web", help="which kind of server is scaled")
parser.add_argument("--jar", default="target/caravan.jar")
parser.add_argument("--port", type=int, default=18180)
parser.add_argument("--faults", help="address of a simulator that is to lose answers")
parser.add_argument("--patience", type=int, default=300)
arg = parser.parse_args()

work = pathlib.Path(tempfile.mkdtemp(prefix="interrupted-"))
KEY = "interrupted-deployment-key-0123456789"
ENV = dict(os.environ, CARAVAN_DATA_DIR=str(work / "data"), SERVER_PORT=str(arg.port),
           CARAVAN_BOOTSTRAP_API_KEY=KEY, CARAVAN_TERMINAL="false", OS_CLIENT_CONFIG_FILE=str(work / "clouds.yaml"))
(work / "clouds.yaml").write_text(json.dumps({"clouds": {"here": {
    "auth": {"auth_url": os.environ["OS_AUTH_URL"], "username": os.environ["OS_USERNAME"],
             "password": "${OS_PASSWORD}", "project_name": os.environ["OS_PROJECT_NAME"]},
    "region_name": os.environ.get("OS_REGION_NAME", "RegionOne")}}}))


def send(method, url, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, dict(headers or {}, **{"Content-Type": "application/json"}), method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read()
        return (json.loads(text) if text else {}), answer.headers


class Caravan:
    def start(self):
        self.log = open(work / "caravan.log", "a")
        self.process = subprocess.Popen(["java", "-jar", arg.jar], env=ENV, stdout=self.log, stderr=self.log)
        end = time.time() + 240
        while time.time() < end:
            try:
                self.call("GET", "/deployments?limit=1")
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"Caravan ended, see {work}/caravan.log")
                time.sleep(0.5)
        sys.exit(f"Caravan does not answer, see {work}/caravan.log")

    def call(self, method, path, body=None):
        return send(method, f"http://127.0.0.1:{arg.port}/api/v1{path}", body, {"X-API-Key": KEY})[0]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Cloud:
    """The cloud's own word, by its own API."""

    def __init__(self):
        user = {"name": os.environ["OS_USERNAME"], "password": os.environ["OS_PASSWORD"], "domain": {"name": "Default"}}
        body, headers = send("POST", os.environ["OS_AUTH_URL"].rstrip("/").removesuffix("/v3") + "/v3/auth/tokens", {
            "auth": {"identity": {"methods": ["password"], "password": {"user": user}},
                     "scope": {"project": {"name": os.environ["OS_PROJECT_NAME"], "domain": {"name": "Default"}}}}})
        self.headers = {"X-Auth-Token": headers["X-Subject-Token"]}
        self.project = body["token"]["project"]["id"]
        self.urls = {s["type"]: e["url"].rstrip("/") for s in body["token"]["catalog"] for e in s["endpoints"] if e["interface"] == "public"}
        if not self.urls["network"].endswith("/v2.0"):
            self.urls["network"] += "/v2.0"

    def names(self, prefix):
        """Names by kind, of what is called like that and belongs to the project."""
        found = {"servers": [s["name"] for s in send("GET", self.urls["compute"] + "/servers/detail", None, self.headers)[0]["servers"]]}
        for kind in ("networks", "subnets", "routers", "ports", "security-groups"):
            listed = send("GET", f"{self.urls['network']}/{kind}?project_id={self.project}", None, self.headers)[0][kind.replace("-", "_")]
            found[kind] = [one["name"] for one in listed]
        return {kind: sorted(n for n in names if n.startswith(prefix)) for kind, names in found.items()}


def lose_answers():
    if arg.faults:
        send("POST", arg.faults + "/sandbox/faults", {"effect": random.choice(["drop_after", "status_after"]), "status": 503, "method": "POST",
             "matches": ".*/(networks|subnets|routers|ports|security-groups|servers)", "probability": 0.3, "times": 4})


caravan, failed, done = Caravan(), 0, 0
caravan.start()
typical = {"deploy": 8.0, "scale out": 5.0, "scale in": 4.0, "delete": 6.0}
deployment, number, counts = None, 0, {}
while done < arg.rounds:
    for operation, status in (("deploy", "COMPLETED"), ("scale out", "COMPLETED"), ("scale in", "COMPLETED"), ("delete", "DELETED")):
        lose_answers()
        begun = time.time()
        if operation == "deploy":
            number += 1
            name = f"kill{os.getpid()}-{number}"
            deployment = caravan.call("POST", "/deployments", {"name": name, "template": arg.template, "cloud_region": "here"})["id"]
        elif operation == "delete":
            caravan.call("DELETE", f"/deployments/{deployment}")
        else:
            now = sum(1 for vm in caravan.call("GET", f"/deployments/{deployment}")["resources"]["vms"] if vm["vm_type"] == arg.scale)
            caravan.call("POST", f"/deployments/{deployment}/scale",
                         {"vm_type": arg.scale, "target_count": now + 2 if operation == "scale out" else now - 2})
        killed_at = None
        if done < arg.rounds:
            time.sleep(random.uniform(0, typical[operation]))
            killed_at = time.time() - begun
            caravan.kill()
            caravan.start()
            done += 1
        end, view = time.time() + arg.patience, {}
        while time.time() < end:
            view = caravan.call("GET", f"/deployments/{deployment}")
            if view["operation"] is None:
                break
            time.sleep(0.5)
        names = Cloud().names(name)
        wanted = 0 if operation == "delete" else len(view["resources"]["vms"])
        twins = {kind: list_ for kind, list_ in names.items() if len(set(list_)) != len(list_)}
        whole = (view["status"] == status and not twins and len(names["servers"]) == wanted and len(names["ports"]) == wanted
                 and all(vm["status"] == "ACTIVE" for vm in view["resources"]["vms"])
                 and (operation != "delete" or not any(names.values())))
        failed += not whole
        moment = "not killed" if killed_at is None else f"killed after {killed_at:.1f} s"
        print(f"{done}: {operation} {moment}, {view['status']} after {time.time() - begun:.0f} s, "
              f"servers {len(names['servers'])}, ports {len(names['ports'])}, networks {len(names['networks'])}: "
              f"{'whole' if whole else 'NOT WHOLE ' + json.dumps([names, view['error']])}", flush=True)
        if operation == "delete" and done >= arg.rounds:
            break
caravan.stop()
print(f"{failed} operations not whole, {done} kills; log {work}/caravan.log")
sys.exit(1 if failed else 0)
