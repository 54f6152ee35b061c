#!/usr/bin/env python3
"""Takes away the only worker, then the only scheduler, and asks how soon and how clearly Caravan says so,
and whether what was missed becomes one run each when they are back.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... src/test/scripts/absent-worker.py [--fabrics 3] [--interval 10]
    src/test/scripts/absent-worker.py --simulator

One node is there for callers and schedules, one works; both on a PostgreSQL of our own. Needs Python 3, git,
curl, a built jar and /usr/lib/postgresql/15.
"""
import atexit
import http.client
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics
import proving_syncs as syncs

VERIFY = pathlib.Path(__file__).resolve().parents[2] / "main/scripts/verify-sync"

parser = proving.arguments(__doc__, port=18190)
parser.add_argument("--fabrics", type=int, default=3)
parser.add_argument("--resources", type=int, default=30)
parser.add_argument("--interval", type=int, default=10)
parser.add_argument("--missed", type=int, default=3, help="runs to be missed before whoever is missing comes back")
parser.add_argument("--slots", type=int, default=3, help="due times to look at after that")
arg = parser.parse_args()
cluster = fabrics.stage(arg)
postgres, failed = syncs.Postgres(arg.port + 5), 0
atexit.register(postgres.remove)


def say(what, good, shown):
    global failed
    failed += not good
    print(f"{'ok  ' if good else 'FAIL'} {what}: {shown}", flush=True)


def new_node(number, roles):
    node = fabrics.caravan(arg, arg.port + number, f"data{number}", roles)
    node.env.update(DATABASE_URL=postgres.url, CARAVAN_ENCRYPTION_KEY="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    return node


def clock(text):
    return text and text[11:19]


def await_no_worker(node, proofs, since):
    """After how many seconds each is said to be without somebody, and what is said then."""
    after, said, other, end = {}, {}, set(), since + 4 * arg.interval
    while len(after) < len(proofs) and time.time() < end:
        for each in proofs:
            view = each.view(node)
            if each.name in after:
                continue
            if view["sync_status"] == "no_worker":
                after[each.name], said[each.name] = time.time() - since, view["no_worker"]
            else:
                other.add(view["sync_status"])
        time.sleep(0.1)
    return after, said, other


def gone(node, proofs, since, missing):
    after, said, other = await_no_worker(node, proofs, since)
    right = len(after) == len(proofs) and max(after.values()) <= 2 * arg.interval and all(one["missing"] == missing for one in said.values())
    say(f"no {missing}", right, f"no_worker after {[round(seconds, 1) for seconds in after.values()]} s, {sorted(other)} until then; "
        f"{[one['message'] for one in said.values()][:1]}")
    report = health(node)
    component = next(iter([one for one in components(report) if one[0] == "fabrics"]), None)
    say("  health", component is not None and "no_worker" in json.dumps(component[1]) and str(report["status"]).lower() != "up", f"{report.get('status')}: {json.dumps(component and component[1])}")
    verify(node, 1)


def health(node):
    try:
        return node.call("GET", "/health?deep=true")
    except urllib.error.HTTPError as down:
        return json.loads(down.read())


def components(report):
    listed = report.get("components", {})
    return list(listed.items()) if isinstance(listed, dict) else [(one["name"], one) for one in listed]


def verify(node, code):
    done = subprocess.run([str(VERIFY), f"http://127.0.0.1:{node.port}"], env=dict(os.environ, CARAVAN_API_KEY=proving.KEY),
                          capture_output=True, text=True, check=False)
    wrong = [line.strip() for line in done.stdout.splitlines() if not line.strip().startswith("ok ")]
    say("  verify-sync", done.returncode == code, f"exit code {done.returncode}" + "".join("\n       " + line for line in wrong))


def asked_now(node, fabric):
    """What POST /sync answers, and how soon."""
    begun = time.time()
    try:
        proving.send("POST", f"http://127.0.0.1:{node.port}/api/v1/fabrics/{fabric.id}/sync", None, {"X-API-Key": proving.KEY}, timeout=20)
        return 202, time.time() - begun, {}, None
    except urllib.error.HTTPError as refused:
        return refused.code, time.time() - begun, json.loads(refused.read()), refused.headers.get("Retry-After")


def await_missed(node, proofs):
    end = time.time() + (arg.missed + 4) * arg.interval
    while time.time() < end:
        views = [each.view(node) for each in proofs]
        if all((view["no_worker"] or {}).get("missed_runs", 0) >= arg.missed for view in views):
            break
        time.sleep(0.2)
    say("  waited", all(view["sync_status"] == "no_worker" for view in views), f"{[(view['no_worker'] or {}).get('message') for view in views]}")


def came_back(node, proofs, who, before, held, ready):
    """One run for all that was missed, then one for each due time. A run that was begun before anybody knew that nobody would
    do it holds the fabric: what fell due meanwhile is that run's."""
    time.sleep((arg.slots + 0.5) * arg.interval)
    for each in proofs:
        view = each.view(node)
        end = time.time() + arg.interval
        while view["sync_status"] == "syncing" and time.time() < end:
            time.sleep(0.1)
            view = each.view(node)
        runs = [run for run in each.runs(node) if run["id"] not in before[each.name]]
        begun = [run for run in each.runs(node) if run["id"] in held[each.name]]
        missed = [run["missed"] for run in begun + runs]
        gaps = [round(proving.moment(b["due_at"]) - proving.moment(a["due_at"]), 1) for a, b in zip(runs, runs[1:])]
        right = (missed and missed[0] >= arg.missed and not any(missed[1:]) and len(runs) >= arg.slots and all(run["outcome"] == "in_sync" for run in runs if run["ended_at"])
                 and all(gap == arg.interval for gap in gaps[1:]) and view["sync_status"] == "in_sync" and not view["no_worker"] and not each.differing())
        first = proving.moment(runs[0]["created_at"]) - ready if runs else None
        say(f"  {who} is back, {each.name}", right, f"{view['sync_status']}, {len(runs)} runs, missed {missed}, the first {first and round(first, 1)} s after it answered, "
            f"due {[clock(run['due_at']) for run in runs]}, begun {[clock(run['created_at']) for run in runs]}")
        if begun:
            say("    the run that waited for it", all(run["outcome"] == "in_sync" for run in begun),
                [f"begun {clock(run['created_at'])}, {run['outcome']} at {clock(run['ended_at'])}, missed {run['missed']}" for run in begun])
        for wrong in syncs.wrong_runs(each.name, each.runs(node), arg.interval, strict=False):
            say(f"  {who} is back", False, wrong)


def known(node, proofs):
    """The runs of each that there are by now, and those of them that go on."""
    runs = {each.name: each.runs(node) for each in proofs}
    return ({name: {run["id"] for run in of} for name, of in runs.items()},
            {name: {run["id"] for run in of if not run["ended_at"]} for name, of in runs.items()})


def await_served(node):
    """A node without the role api has no API of its own: another one says when it serves."""
    fabrics.await_worker(node, 120)
    return time.time()


first = new_node(0, "api,scheduler")
first.start()
worker = new_node(1, "worker")
worker.launch()
await_served(first)
proofs = [syncs.Fabric(cluster, n, arg.resources).add(first, sync_interval=arg.interval, self_heal=True) for n in range(arg.fabrics)]
wrong = [each for fabric in proofs for each in fabric.await_calm(first, 60)]
say("two nodes", not wrong, wrong or f"{arg.fabrics} fabrics every {arg.interval} s in_sync")
verify(first, 0)

time.sleep(arg.interval)
since = time.time()
worker.kill()
gone(first, proofs, since, "worker")
status, took, answer, retry = asked_now(first, proofs[0])
say("  POST sync", status == 503 and took < 2, f"{status} after {1000 * took:.0f} ms, Retry-After {retry}: {json.dumps(answer)[:420]}")
await_missed(first, proofs)
before, held = known(first, proofs)
worker.launch()
came_back(first, proofs, "the worker", before, held, await_served(first))
verify(first, 0)

callers = new_node(2, "api")
callers.start()
since = time.time()
first.kill()
gone(callers, proofs, since, "scheduler")
status, took, answer, retry = asked_now(callers, proofs[0])
say("  POST sync without a scheduler", status == 202, f"{status} after {1000 * took:.0f} ms")
time.sleep(3)
await_missed(callers, proofs)
before, held = known(callers, proofs)
first.start()
came_back(callers, proofs, "the scheduler", before, held, time.time())
verify(callers, 0)
syncs.remove(proofs)
for node in (first, worker, callers):
    node.stop()
print(f"{failed} failed" if failed else "all ok", flush=True)
sys.exit(1 if failed else 0)
