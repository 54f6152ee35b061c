#!/usr/bin/env python3
"""Kills Caravan at random moments while deployments are made, scaled and deleted side by side, starts
it again, and asks the cloud itself what came of them: everything once, and in the end nothing left.

    src/test/scripts/interrupted-deployment.py --kills 200 --simulator --faults
    OS_AUTH_URL=... OS_USERNAME=... OS_PASSWORD=... OS_PROJECT_NAME=... \\
    src/test/scripts/interrupted-deployment.py --kills 50 --parallel 4 [--template web-app-stack]

Each of --parallel workers leads a deployment through deploy, scale out, scale in and delete, over and
over, and after each of them compares the cloud with what Caravan wrote down. Meanwhile kill -9, at a
random moment up to --calm seconds after the API answers, one time in five before it answers, and a
start with nothing else. With --faults answers are lost, late, or an error although the work was done;
--faults URL names a simulator that was started elsewhere. An operation counts as interrupted when a
kill fell between its taking and its end, by Caravan's own times; "in hand" are those of which a step was
at work. DATABASE_URL and all else in the environment is passed on. Needs Python 3 and a built jar.
"""
import collections
import json
import os
import random
import sys
import threading
import time

sys.dont_write_bytecode = True
import proving

parser = proving.arguments(__doc__)
parser.add_argument("--kills", type=int, default=10)
parser.add_argument("--parallel", type=int, default=4)
parser.add_argument("--template", default="web-app-stack")
parser.add_argument("--scale", default="web", help="which kind of server is scaled")
parser.add_argument("--calm", type=float, default=12, help="the longest time from an answering API to a kill, in seconds")
parser.add_argument("--faults", nargs="?", const="ours", help="lose answers all along; the address of a simulator started elsewhere")
parser.add_argument("--patience", type=int, default=900, help="seconds that an operation may take, kills included")
arg = parser.parse_args()

env, simulator = proving.stage(arg)
cloud = proving.Cloud(env)
caravan = proving.Caravan(arg.jar, env, arg.port, options=arg.java_options)
caravan.write_archive()
prefix = f"kill{os.getpid()}"
lock, over = threading.Lock(), threading.Event()
kills, totals, hit, in_hand, broken = [], collections.Counter(), collections.Counter(), collections.Counter(), []
hits, steps_hit = 0, collections.Counter()
usual = None


def steps_at_work(operation):
    """Which steps a kill found at work: their attempt had begun and not ended."""
    found = []
    try:
        for step in caravan.call("GET", f"/processes/{operation.process()}/steps")["items"]:
            for attempt in step["attempts"]:
                begun, ended = attempt.get("started_at"), attempt.get("ended_at")
                if begun and any(proving.moment(begun) < at and (not ended or at < proving.moment(ended)) for at in kills):
                    found.append(step.get("activity_id") or step.get("id"))
    except (KeyError, TypeError):
        pass
    return found


def judge(operation, servers):
    global hits
    problems = operation.wrong(cloud, servers)
    try:
        taken, ended = operation.span()
    except (OSError, KeyError, IndexError):
        taken, ended = operation.begun, time.time()
    struck = [at for at in kills if taken < at < ended]
    at_work = proving.patiently(lambda: steps_at_work(operation)) if struck else []
    with lock:
        totals[operation.kind] += 1
        hits += len(struck)
        hit[operation.kind] += bool(struck)
        in_hand[operation.kind] += bool(at_work)
        steps_hit.update(at_work)
        if problems:
            broken.append(operation.name)
        print(f"{operation.name} {operation.kind}: {operation.view['status']} after {ended - taken:.1f} s, killed {len(struck)} times"
              f"{' in ' + ', '.join(at_work) if at_work else ''}, servers {servers}: "
              f"{'NOT WHOLE ' + '; '.join(problems) if problems else 'whole'}", flush=True)
    return not problems


def lead(worker):
    """Deployments one after another, until the kills are done."""
    global usual
    number = 0
    while not over.is_set():
        number += 1
        name, deployment, servers = f"{prefix}-{worker}{number:03d}", None, usual
        for kind in ("deploy", "scale out", "scale in", "delete"):
            operation = proving.Operation(kind, name, caravan.call, arg.patience, deployment)
            time.sleep(random.uniform(0, 2))
            if kind == "deploy":
                operation.ask(template=arg.template)
            elif kind == "delete":
                operation.ask()
            else:
                web = sum(1 for vm in operation_before.view["resources"]["vms"] if vm["vm_type"] == arg.scale)
                operation.ask(vm_type=arg.scale, target_count=web + 2 if kind == "scale out" else web - 2)
            operation_before, view = operation, operation.follow()
            deployment = operation.deployment
            if kind == "deploy" and usual is None:
                usual = len(view["resources"]["vms"])
            servers = {"deploy": usual, "scale out": usual + 2, "scale in": usual, "delete": 0}[kind]
            if not judge(operation, servers):
                break


def worker(number):
    try:
        lead(number)
    except Exception as trouble:
        with lock:
            broken.append(f"worker {number}: {trouble!r}")
            print(broken[-1], flush=True)


def misbehave(control):
    """Another fault each second: of what is sent while it holds, some is hit."""
    made = ".*/(networks|subnets|routers|ports|security-groups|security-group-rules|servers)"
    faults = [
        dict(effect="drop_after", method="POST", matches=made, probability=0.3),
        dict(effect="status_after", status=503, method="POST", matches=made, probability=0.3),
        dict(effect="status", status=503, matches="/(compute|networking)/.*", probability=0.15),
        dict(effect="drop_after", method="DELETE", probability=0.3),
        dict(effect="drop_before", matches="/(compute|networking)/.*", probability=0.15),
        dict(effect="delay", millis=2500, probability=0.2),
    ]
    while not over.wait(1):
        try:
            control("DELETE", "/faults")
            control("POST", "/faults", dict(random.choice(faults), times=1000))
        except OSError:
            pass
    proving.patiently(lambda: control("DELETE", "/faults"))


def kill_and_start():
    caravan.await_answer()
    time.sleep(random.uniform(0, arg.calm))
    caravan.kill()
    kills.append(time.time())
    caravan.launch()
    if random.random() < 0.2 and len(kills) < arg.kills:
        time.sleep(random.uniform(0, typical()))
        caravan.kill()
        kills.append(time.time())
        starts_hit.append(kills[-1])
        caravan.launch()


def typical():
    return sorted(caravan.starts)[len(caravan.starts) // 2]


starts_hit = []
begun = time.time()
caravan.launch()
helpers = [threading.Thread(target=worker, args=(n,), daemon=True) for n in range(arg.parallel)]
if arg.faults:
    address = simulator.url if arg.faults == "ours" else arg.faults.rstrip("/")
    helpers.append(threading.Thread(target=misbehave, daemon=True, args=(
        lambda method, path, body=None: proving.send(method, address + "/sandbox" + path, body)[0],)))
for each in helpers:
    each.start()
while len(kills) < arg.kills and any(each.is_alive() for each in helpers[:arg.parallel]):
    kill_and_start()
    print(f"-- {len(kills)} kills after {time.time() - begun:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
caravan.await_answer()
over.set()
for each in helpers:
    each.join()
left = {kind: [one["name"] for one in list_] for kind, list_ in cloud.of(prefix).items() if list_}
if left:
    broken.append("left at the end: " + json.dumps(left))
caravan.stop()
print(f"{len(kills)} kills, {len(starts_hit)} of them during a start; {sum(totals.values())} operations {dict(totals)}; "
      f"{sum(hit.values())} of them interrupted {dict(hit)}, {hits} times in all, {sum(in_hand.values())} with a step in hand {dict(in_hand)}; "
      f"steps killed at work {dict(steps_hit)}; start of Caravan {typical():.1f} s (median); {time.time() - begun:.0f} s in all")
print(f"{len(broken)} not whole{': ' + '; '.join(broken) if broken else ''}; log {caravan.log}")
sys.exit(1 if broken else 0)
