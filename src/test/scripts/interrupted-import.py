#!/usr/bin/env python3
"""Interrupts imports into a real NetBox at random moments and asks an independent check what came of them.

    NETBOX_URL=... NETBOX_TOKEN=... src/test/scripts/interrupted-import.py cancel --rounds 20 --vendors "Panduit,FS" \\
        --library /path/to/clone --reset "command that empties NetBox" --verify "command of the check" [--seed 7]

kill      kill -9 of Caravan at a random moment, then it is started again; in two of three rounds once more
cancel    the import is cancelled at a random moment, then the same is imported again
beside    a second import of overlapping vendors is started at a random moment of the first
killed-beside  the same, and kill -9 at another random moment
away      --command is run at a random moment, such as a stop and a start of NetBox or of PostgreSQL
mixed     each round one of the first four, by chance

A moment at which the import had already ended is not counted: that round is played again.
With --nodes 2 and DATABASE_URL of a PostgreSQL that both use, kills hit one node and the other goes on; the second
import is asked of the second node. The check is given --library --commit --vendors --absent --others and must exit 0.
Beside it nothing may stand twice, and a cancelled import must say of each definition what became of it.
Everything random comes from --seed. Needs Python 3, git and a built jar; the environment is passed on.
"""
import argparse
import collections
import json
import os
import random
import subprocess
import sys
import time
import urllib.error

sys.dont_write_bytecode = True
import proving

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("mode", choices=("kill", "cancel", "beside", "killed-beside", "away", "mixed"))
parser.add_argument("--jar", default="target/caravan.jar")
parser.add_argument("--port", type=int, default=18280)
parser.add_argument("--nodes", type=int, default=1, choices=(1, 2))
parser.add_argument("--rounds", type=int, default=1)
parser.add_argument("--vendors", default="Panduit,FS,Avocent")
parser.add_argument("--library", required=True, help="a clone")
parser.add_argument("--ref", default="master")
parser.add_argument("--reset", required=True, help="a command that empties NetBox")
parser.add_argument("--verify", required=True, help="the command of the check")
parser.add_argument("--command", help="for away")
parser.add_argument("--patience", type=float, default=1800, help="for one import, in seconds")
parser.add_argument("--seed", type=int, default=int(time.time()))
arg = parser.parse_args()
if arg.mode == "away" and not arg.command:
    parser.error("away needs a --command")

chance = random.Random(arg.seed)
vendors = arg.vendors.split(",")
os.environ.setdefault("LIBRARY_URL", "file://" + os.path.abspath(arg.library))
os.environ.setdefault("LIBRARY_REF", arg.ref)
netbox, token = os.environ["NETBOX_URL"].rstrip("/"), os.environ["NETBOX_TOKEN"]
header = {"Authorization": ("Bearer " if token.startswith("nbt_") else "Token ") + token}
no_cloud = dict(proving.DEMO, OS_AUTH_URL="http://127.0.0.1:9/v3")
nodes = [proving.Caravan(arg.jar, no_cloud, arg.port + n, data=f"data{n}") for n in range(arg.nodes)]
ENDED = ("completed", "failed", "cancelled")


def ask(node, method, path, body=None):
    return proving.patiently(lambda: node.call(method, path, body), 300)


def begin(node, chosen):
    """The id of a new import."""
    return ask(node, "POST", "/workflows/import-vendors", {"selected_vendors": chosen})["id"]


def status(node, process):
    return ask(node, "GET", f"/processes/{process}/status")


def follow(node, process):
    """Until it has ended; what it came to."""
    end = time.time() + arg.patience
    while time.time() < end:
        now = status(node, process)
        if now["status"] in ENDED:
            return now
        time.sleep(0.3)
    return dict(now, status="not over: " + now["status"])


def definitions(node, process):
    found, after = [], f"/processes/{process}/definitions?limit=1000"
    while after:
        page = ask(node, "GET", after.removeprefix("/api/v1"))
        found, after = found + page["items"], page.get("next")
    return found


def rows(path):
    found, url = [], f"{netbox}/api/{path}/?limit=1000"
    while url:
        page = proving.patiently(lambda: proving.send("GET", url, None, header)[0])
        found, url = found + page["results"], page["next"]
    return found


COMPONENTS = [f"dcim/{kind}-templates" for kind in (
    "console-port", "console-server-port", "power-port", "power-outlet", "interface", "rear-port", "front-port", "module-bay",
    "device-bay", "inventory-item")]


def doubled():
    """What stands twice, though NetBox itself may take it."""
    def id_of(row, field):
        return (row.get(field) or {}).get("id")
    keys = {"dcim/device-types": lambda r: (id_of(r, "manufacturer"), r["model"].lower()),
            "dcim/module-types": lambda r: (id_of(r, "manufacturer"), r["model"].lower()),
            "dcim/manufacturers": lambda r: r["name"].lower()}
    for path in COMPONENTS:
        keys[path] = lambda r: (id_of(r, "device_type"), id_of(r, "module_type"), str(r.get("parent")), r["name"])
    twice = []
    for path, key in keys.items():
        counts = collections.Counter(map(key, rows(path)))
        twice += [f"{path} {each} {count} times" for each, count in counts.items() if count > 1]
    return twice


def untold(node, process):
    """What a cancelled import does not say of what it left."""
    problems = []
    if not (ask(node, "GET", f"/processes/{process}").get("summary") or not definitions(node, process)):
        problems.append("no summary")
    silent = [d["path"] for d in definitions(node, process) if d["outcome"] is None]
    if silent:
        problems.append(f"{len(silent)} definitions without an outcome, such as {silent[0]}")
    return problems


def verified(node, process, number):
    """The exit and the last line of the independent check."""
    absent = proving.work / "absent"
    gone = [d["path"] for d in definitions(node, process) if d["outcome"] in ("invalid", "refused")]
    absent.write_text("".join(path + "\n" for path in gone))
    commit = ask(node, "GET", f"/processes/{process}")["state"]["commit"]
    log = proving.work / f"verify.{number}"
    with open(log, "w") as out:
        code = subprocess.run(
            f"{arg.verify} --library '{arg.library}' --commit {commit} --vendors '{arg.vendors}' --absent {absent} --others",
            shell=True, stdout=out, stderr=out).returncode
    return code, log.read_text().strip().rsplit("\n", 1)[-1]


class TooLate(Exception):
    """The import had ended before anything happened to it."""


def at_random(node, process, length):
    """Waits until a random moment of an import that takes about so long; what it was at."""
    end = time.time() + chance.uniform(0, length)
    while True:
        now = status(node, process)
        if now["status"] in ENDED:
            raise TooLate
        if time.time() >= end:
            progress = now.get("progress") or {}
            return f"{progress.get('step', now['status'])} {progress.get('done', '-')}/{progress.get('total', '-')}"
        time.sleep(0.05)


def kill(node):
    node.kill()
    if arg.nodes == 1:
        node.start()
    else:
        node.launch()


def play(mode, length):
    """One round; the node to ask, the import that must have made all whole, what happened, what was wrong."""
    node, other = nodes[0], nodes[-1]
    process = begin(node, vendors)
    moments, problems = [], []
    if mode == "cancel":
        moments.append("cancelled at " + at_random(node, process, length))
        try:
            node.call("DELETE", f"/processes/{process}")
        except urllib.error.HTTPError as refused:
            if refused.code != 409 or status(node, process)["status"] not in ENDED:
                raise
            raise TooLate from None
        ended = follow(node, process)
        if ended["status"] != "cancelled":
            problems.append(f"the cancelled one is {ended['status']}: {json.dumps(ended.get('error'))}")
        left = collections.Counter(d["outcome"] for d in definitions(node, process))
        moments.append("left " + (", ".join(f"{n} {o}" for o, n in sorted(left.items(), key=str)) or "nothing"))
        problems += untold(node, process)
        process = begin(other, vendors)
    elif mode in ("beside", "killed-beside"):
        moments.append("second import at " + at_random(node, process, length))
        second = begin(other, vendors[1:] or vendors)
        if status(node, process)["status"] in ENDED:
            follow(other, second)
            raise TooLate
        if mode == "killed-beside":
            moments.append("killed at " + at_random(node, second, length))
            kill(node)
        ended = follow(other, second)
        if ended["status"] != "completed":
            problems.append(f"the second is {ended['status']}: {json.dumps(ended.get('error'))}")
    elif mode == "kill":
        for again in range(chance.choice((1, 2, 2))):
            try:
                moments.append("killed at " + at_random(node, process, length))
            except TooLate:
                if not again:
                    raise
                break
            kill(node)
    else:
        moments.append(f"{arg.command} at " + at_random(node, process, length))
        subprocess.run(arg.command, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ended = follow(other, process)
    if ended["status"] != "completed":
        problems.append(f"is {ended['status']}: {json.dumps(ended.get('error'))}")
    return other, process, moments, problems


def empty():
    if subprocess.run(arg.reset, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        sys.exit("NetBox is not emptied: " + arg.reset)


for each in nodes:
    each.start()
empty()
begun = time.time()
whole = follow(nodes[0], begin(nodes[0], vendors))
length = time.time() - begun
print(f"seed {arg.seed}: undisturbed {whole['status']} in {length:.1f} s, {json.dumps((whole.get('summary') or {}).get('definitions'))}", flush=True)
failed = late = number = 0
while number < arg.rounds:
    empty()
    mode = chance.choice(("kill", "cancel", "beside", "killed-beside")) if arg.mode == "mixed" else arg.mode
    begun = time.time()
    try:
        node, process, moments, problems = play(mode, length)
    except TooLate:
        late += 1
        length = max(1.0, min(length, time.time() - begun))
        print(f"too late, once more: it takes {length:.1f} s now", flush=True)
        continue
    number += 1
    took = time.time() - begun
    code, line = verified(node, process, number)
    problems += doubled()
    good = code == 0 and not problems
    failed += not good
    print(f"round {number} {mode}: {'; '.join(moments)}; {took:.0f} s; check exit {code} {line}"
          + ("; nothing doubled" if not problems else "; WRONG " + "; ".join(problems)), flush=True)
print(f"{arg.rounds - failed} of {arg.rounds} rounds came out whole, {late} more began too late; logs in {proving.work}")
sys.exit(1 if failed else 0)
