"""What the scripts that prove syncs share: fabrics with a repository and a namespace each, a watch that
tells whose each change was, what is wrong with a list of runs, a bare client to be measured against,
what a process uses, and a PostgreSQL of our own. Python 3, git and, for the last, PostgreSQL 15.
"""
import collections
import concurrent.futures
import copy
import http.client
import json
import os
import pathlib
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import proving
import proving_fabrics as fabrics

LEASE = 30
POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")


class Fabric:
    """A fabric of Caravan with a repository and a namespace of its own; what git declares is kept here, too."""

    def __init__(self, cluster, number, resources, repository=None):
        self.name, self.number = f"proof-{os.getpid()}-{number}", number
        self.cluster = copy.copy(cluster)
        self.cluster.make_namespace(self.name)
        self.repository = repository or fabrics.Repository(f"fabric-{number}")
        self.declared = {(kind, name): spec for kind, name, spec in fabrics.declared(resources)}
        self.id = None
        if not repository:
            self.commit("Declare the fabric")

    def commit(self, message):
        self.head = self.repository.write([(kind, name, spec) for (kind, name), spec in self.declared.items()], message)
        return self.head

    def add(self, node, **more):
        self.id = proving.patiently(lambda: node.call("POST", "/fabrics", fabrics.fabric(self.name, self.cluster, self.repository, **more)))["id"]
        return self

    def view(self, node):
        return proving.patiently(lambda: node.call("GET", f"/fabrics/{self.id}"))

    def runs(self, node):
        """All its runs, the oldest first."""
        runs, path = [], f"/fabrics/{self.id}/runs?limit=1000"
        while path:
            page = proving.patiently(lambda: node.call("GET", path))
            runs += page["items"]
            path = page["next"] and page["next"].split("/api/v1", 1)[-1]
        return runs[::-1]

    def differing(self):
        """How the cluster is not what git declares; empty when it is."""
        there = proving.patiently(self.cluster.objects)
        wrong = [f"{kind} {name} is missing" for kind, name in self.declared.keys() - there.keys()]
        wrong += [f"{kind} {name} is too much" for kind, name in there.keys() - self.declared.keys()]
        wrong += [f"{key[0]} {key[1]} is {json.dumps(there[key]['spec'])}, not {json.dumps(spec)}"
                  for key, spec in self.declared.items() if key in there and there[key]["spec"] != spec]
        return sorted(wrong)

    def await_calm(self, node, patience):
        """Waits until the cluster is as declared and that is said; what is wrong when it does not come to be."""
        end = time.time() + patience
        while True:
            view = self.view(node)
            wrong = [] if view["sync_status"] == "in_sync" and view["synced_commit"] == self.head else [
                f"{self.name} is {view['sync_status']} at {str(view['synced_commit'])[:8]}, not in_sync at {self.head[:8]}: {json.dumps(view['sync_error'])}"]
            wrong += [f"{self.name}: {each}" for each in self.differing()]
            if not wrong or time.time() > end:
                return wrong[:6]
            time.sleep(0.5)


def remove(fabrics_, node=None):
    """Takes the namespaces away; where no controllers do so, their end is told as well."""
    for each in fabrics_:
        for kind in fabrics.KINDS:
            proving.patiently(lambda: each.cluster.send("DELETE", each.cluster.path(kind)))
        path = f"/api/v1/namespaces/{each.cluster.namespace}"
        try:
            gone = each.cluster.send("DELETE", path)
            if gone.get("kind") == "Namespace":
                each.cluster.send("PUT", path + "/finalize", dict(gone, spec={"finalizers": []}))
        except urllib.error.HTTPError:
            pass  # The simulated one has let it go at once.


def wrong_runs(name, runs, interval, since=0, strict=True):
    """What is wrong with runs, the oldest first: two at once, a due time twice, and, where strict, one that was left out since
    then. The first one since then may still stand for some that were left out before."""
    problems = []
    for before, after in zip(runs, runs[1:]):
        if not before["ended_at"] or proving.moment(after["created_at"]) < proving.moment(before["ended_at"]):
            problems.append(f"{name}: run {after['id']} of {after['created_at']} begins before {before['id']} has ended ({before['ended_at']})")
    due = [run["due_at"] for run in runs if run["trigger"] == "schedule"]
    problems += [f"{name}: due at {at} {times} times" for at, times in collections.Counter(due).items() if times > 1]
    if strict:
        late = [run for run in scheduled(runs) if proving.moment(run["due_at"]) >= since]
        problems += [f"{name}: {run['missed']} missed by the run due at {run['due_at']}" for run in late[1:] if run["missed"]]
        problems += [f"{name}: run due at {run['due_at']} {run['status']} {run['outcome']}: {json.dumps(run['error'])[:200]}"
                     for run in late if run["ended_at"] and run["status"] != "succeeded"]
        for before, after in zip(late, late[1:]):
            gap = proving.moment(after["due_at"]) - proving.moment(before["due_at"])
            if abs(gap - interval) > 0.001:
                problems.append(f"{name}: {gap:.3f} s from the run due at {before['due_at']} to the next")
    return problems


def scheduled(runs):
    """Those by the clock; the first one after a fabric was saved is due at once instead."""
    return [run for run in runs if run["trigger"] == "schedule"][1:]


def lateness(runs):
    return [proving.moment(run["created_at"]) - proving.moment(run["due_at"]) for run in runs]


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0


class Changes:
    """Watches the cluster: each change that is not one of ours was Caravan's. A change that is made by the script, in git
    or in the cluster, is announced before it; Caravan may make one change to that object for it. What it makes must be
    what git declared at some time, never go back to what git declared before, and change something."""

    def __init__(self, fabrics_):
        self.fabrics, self.lock = fabrics_, threading.Lock()
        self.allowed, self.ours, self.events, self.broken = collections.Counter(), set(), [], []
        self.history = collections.defaultdict(list)
        for each in fabrics_:
            for (kind, name), spec in each.declared.items():
                self.declare(each, kind, name, spec)
            for kind in fabrics.KINDS:
                threading.Thread(target=self.watch, args=(each, kind), daemon=True).start()

    def watch(self, fabric, kind):
        cluster = fabric.cluster
        url = urllib.parse.urlsplit(cluster.url)
        connection = (http.client.HTTPSConnection(url.netloc, context=cluster.tls, timeout=7200) if cluster.tls
                      else http.client.HTTPConnection(url.netloc, timeout=7200))
        position = cluster.send("GET", cluster.path(kind))["metadata"]["resourceVersion"]
        while True:
            try:
                connection.request("GET", cluster.path(kind) + f"?watch=1&resourceVersion={position}&timeoutSeconds=3000&allowWatchBookmarks=true",
                                   headers={"Authorization": "Bearer " + cluster.token})
                answer = connection.getresponse()
                while line := answer.readline():
                    event = json.loads(line)
                    if event["type"] == "ERROR":
                        self.broken.append(f"the watch of {kind} ended: {event['object'].get('message')}")
                        return
                    meta = event["object"]["metadata"]
                    position = meta["resourceVersion"]
                    if event["type"] != "BOOKMARK":
                        with self.lock:
                            self.events.append((time.time(), (fabric.number, kind, meta["name"]), event["type"], position, event["object"].get("spec")))
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.2)
            connection.close()

    def allow(self, fabric, kind, name):
        with self.lock:
            self.allowed[fabric.number, kind, name] += 1

    def declare(self, fabric, kind, name, spec):
        """Git is going to declare it so."""
        self.allow(fabric, kind, name)
        self.history[fabric.number, kind, name].append(spec)

    def was_ours(self, answer):
        """An answer to a write that the script made; a deletion has no version of its own in it, so it is told by its object."""
        with self.lock:
            self.ours.add(answer["metadata"]["resourceVersion"])

    def wrong(self, deleted):
        """What Caravan changed that it had no reason to; deleted says how often the script deleted each."""
        return self.broken + self.told_twice(deleted) + self.out_of_order()

    def out_of_order(self):
        problems, place, was = [], collections.Counter(), {}
        with self.lock:
            events = list(self.events)
        for at, key, type_, version, spec in events:
            said = f"fabric {key[0]}: {key[1]} {key[2]} at {time.strftime('%H:%M:%S', time.gmtime(at))}, {type_} {version}"
            if type_ != "DELETED" and version not in self.ours:
                later = [n for n in range(place[key], len(self.history[key])) if self.history[key][n] == spec]
                if type_ == "MODIFIED" and was.get(key) == spec:
                    problems.append(f"{said}: changed and yet the same, {json.dumps(spec)}")
                if later:
                    place[key] = later[0]
                else:
                    problems.append(f"{said}: {json.dumps(spec)} is not what git declared then or later")
            was[key] = None if type_ == "DELETED" else spec
        return problems

    def by_caravan(self):
        """How often each object was changed by Caravan; of deletions those that the script made are not taken away here."""
        with self.lock:
            events = list(self.events)
        return collections.Counter(key for _, key, type_, version, _ in events if version not in self.ours)

    def told_twice(self, deleted):
        """Objects that Caravan changed more often than it had reason to."""
        problems = []
        for key, count in sorted(self.by_caravan().items()):
            if count - deleted[key] > self.allowed[key]:
                seen = [f"{time.strftime('%H:%M:%S', time.gmtime(at))} {type_} {version}{' (ours)' if version in self.ours else ''}"
                        for at, of, type_, version, _ in self.events if of == key]
                problems.append(f"fabric {key[0]}: {key[1]} {key[2]} was changed {count - deleted[key]} times for {self.allowed[key]} reasons: {'; '.join(seen)}")
        return problems


class Disturber:
    """Changes git and the cluster at random, and knows how often each object had to be changed for it."""

    def __init__(self, fabrics_, changes):
        self.fabrics, self.changes = fabrics_, changes
        self.deleted, self.counts, self.serial = collections.Counter(), collections.Counter(), 0

    def pick(self, fabric, kinds):
        return random.choice([key for key in fabric.declared if key[0] in kinds])

    def step(self):
        fabric, what = random.choice(self.fabrics), random.choice(("commit", "commit", "edit", "edit", "delete", "fewer", "more"))
        self.serial += 1
        try:
            getattr(self, what)(fabric)
            self.counts[what] += 1
        except urllib.error.HTTPError as gone:
            if gone.code != 404:  # It was not there at that moment.
                raise

    def commit(self, fabric):
        for _ in range(random.randint(1, 5)):
            key = self.pick(fabric, ("Server", "Switch"))
            fabric.declared[key] = dict(fabric.declared[key], description=f"By git {self.serial}")
            self.changes.declare(fabric, *key, fabric.declared[key])
        fabric.commit(f"Change {self.serial}")

    def edit(self, fabric):
        kind, name = self.pick(fabric, ("Server", "Switch", "VPC"))
        spec = {"subnets": {"default": {"vlan": 1000 + self.serial % 1999}}} if kind == "VPC" else {"description": f"By hand {self.serial}"}
        self.changes.allow(fabric, kind, name)
        self.changes.was_ours(fabric.cluster.edit(kind, name, {"spec": spec}))

    def delete(self, fabric):
        kind, name = self.pick(fabric, ("Server", "VPC"))
        self.changes.allow(fabric, kind, name)
        fabric.cluster.send("DELETE", fabric.cluster.path(kind, name))
        self.deleted[fabric.number, kind, name] += 1

    def fewer(self, fabric):
        if sum(1 for kind, _ in fabric.declared if kind == "Server") > 4:
            key = self.pick(fabric, ("Server",))
            self.changes.declare(fabric, *key, None)
            del fabric.declared[key]
            fabric.commit(f"One server less {self.serial}")

    def more(self, fabric):
        key = ("Server", f"server-more-{self.serial}")
        fabric.declared[key] = {"description": f"Server {self.serial}"}
        self.changes.declare(fabric, *key, fabric.declared[key])
        fabric.commit(f"One server more {self.serial}")


class Observer(threading.Thread):
    """Looks at all fabrics from the outside, over and over: how long each run is said to go on, and what was said."""

    def __init__(self, nodes, fabrics_, every=0.1):
        super().__init__(daemon=True)
        self.nodes, self.fabrics, self.every, self.over = nodes, fabrics_, every, threading.Event()
        self.since, self.longest, self.longest_calm, self.longest_of = {}, 0.0, 0.0, None
        self.statuses, self.undisturbed = collections.Counter(), 0.0

    def run(self):
        while not self.over.wait(self.every):
            for node in self.nodes:
                try:
                    listed = node.call("GET", "/fabrics?limit=1000", timeout=5)["items"]
                except (OSError, http.client.HTTPException, ValueError):
                    continue
                self.look(listed, time.time())
                break

    def look(self, listed, now):
        ours = {each.id for each in self.fabrics}
        for view in listed:
            if view["id"] not in ours:
                continue
            self.statuses[view["sync_status"]] += 1
            if not view["running"]:
                self.since.pop(view["id"], None)
                continue
            run, begun = self.since.get(view["id"], (None, now))
            if run != view["running"]:
                run, begun = view["running"], now
                self.since[view["id"]] = run, begun
            if now - begun > self.longest:
                self.longest, self.longest_of = now - begun, f"{view['name']} run {run}"
            self.longest_calm = max(self.longest_calm, now - max(begun, self.undisturbed))

    def disturbed(self):
        """A run may go on from here for as long as if it had begun now."""
        self.undisturbed = time.time()


class Bare:
    """The least that a client needs to bring a namespace to what is declared: lists by pages of 500 and server-side applies,
    over eight kept connections."""

    def __init__(self, cluster, parallel=8):
        self.cluster, self.local, self.lock = cluster, threading.local(), threading.Lock()
        self.pool, self.requests = concurrent.futures.ThreadPoolExecutor(parallel), collections.Counter()
        self.url = urllib.parse.urlsplit(cluster.url)

    def call(self, method, path, body=None, content="application/apply-patch+yaml"):
        with self.lock:
            self.requests[method] += 1
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = self.local.connection = (http.client.HTTPSConnection(self.url.netloc, context=self.cluster.tls, timeout=300)
                                                  if self.cluster.tls else http.client.HTTPConnection(self.url.netloc, timeout=300))
            connection.connect()
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        headers = {"Authorization": "Bearer " + self.cluster.token}
        if body is not None:
            headers["Content-Type"] = content
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return json.loads(text) if text else {}

    def each(self, act, items):
        return [done.result() for done in [self.pool.submit(act, item) for item in items]]

    def listed(self, kind):
        items, more = [], ""
        while True:
            page = self.call("GET", self.cluster.path(kind) + "?limit=500" + more)
            items += page["items"]
            token = page["metadata"].get("continue")
            if not token:
                return items
            more = "&continue=" + urllib.parse.quote(token)

    def list_all(self):
        return {(kind, one["metadata"]["name"]): one for kind, items in zip(fabrics.KINDS, self.each(self.listed, list(fabrics.KINDS)))
                for one in items}

    def apply(self, key, spec):
        self.call("PATCH", self.cluster.path(*key) + "?fieldManager=bare&force=true", fabrics.manifest(*key, spec))

    def sync(self, declared):
        """Gives what it wrote."""
        there = self.list_all()
        wanted = [key for key, spec in declared.items() if key not in there or there[key]["spec"] != spec]
        self.each(lambda key: self.apply(key, declared[key]), wanted)
        return len(wanted)

    def edit(self, keys, patch):
        self.each(lambda key: self.call("PATCH", self.cluster.path(*key) + "?fieldManager=somebody", patch, "application/merge-patch+json"), keys)


class Usage:
    """What a process uses, by the kernel's word."""

    def __init__(self, process):
        self.pid = process.pid

    def figure(self, name):
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) / 1024
        return 0.0

    def rss(self):
        return self.figure("VmRSS")

    def peak(self):
        return self.figure("VmHWM")

    def forget_peak(self):
        pathlib.Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def heap_after_gc(node):
    """MB of the heap in use once all that is garbage is gone."""
    subprocess.run(["jcmd", str(node.process.pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
    return sum(value for labels, value in metrics(node, "jvm_memory_used_bytes") if 'area="heap"' in labels) / 2**20


def metrics(node, name):
    request = urllib.request.Request(f"http://127.0.0.1:{node.port}/actuator/prometheus", headers={"X-API-Key": proving.KEY})
    with urllib.request.urlopen(request, timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    return [(line[len(name):].rsplit(" ", 1)[0], float(line.rsplit(" ", 1)[1])) for line in lines if line.startswith(name + "{")]


def load():
    return os.getloadavg()[0]


class Postgres:
    """A PostgreSQL of our own, in a folder that goes with the script."""

    def __init__(self, port):
        self.port, self.folder = port, pathlib.Path(tempfile.mkdtemp(prefix="proving-postgres-", dir="/var/tmp"))
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.run("initdb", "-D", self.data(), "-A", "trust", "-U", "caravan", "--no-sync")
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "caravan", "caravan")
        self.url = f"postgresql://caravan:caravan@127.0.0.1:{port}/caravan"

    def data(self):
        return str(self.folder / "data")

    def run(self, program, *arguments):
        as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        done = subprocess.run([*as_owner, str(POSTGRES / program), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              cwd="/", check=False) if program != "pg_ctl" else subprocess.run(
            [*as_owner, str(POSTGRES / program), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, cwd="/", check=False)
        if done.returncode:
            sys.exit(f"{program}: {done.stdout}")

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c max_connections=200"
        self.run("pg_ctl", "-D", self.data(), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data(), "-w", "-m", mode, "stop")

    def remove(self):
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def rows(url, table):
    """How many rows there are, where the database is one that can be asked; else None."""
    if not url:
        return None
    asked = subprocess.run(["psql", url.removeprefix("jdbc:"), "-Atc", f"select count(*) from {table}"], capture_output=True, text=True, check=False)
    return int(asked.stdout) if asked.returncode == 0 else None


def median(values):
    return statistics.median(values) if values else 0.0


def conclude(summary, findings, shown=12):
    """The last lines: what was done, and what is wrong with it."""
    print(summary, flush=True)
    print(f"{len(findings)} findings{':' if findings else ''}" + "".join("\n  " + each for each in findings[:shown])
          + (f"\n  and {len(findings) - shown} more" if len(findings) > shown else "") + f"; logs in {proving.work}", flush=True)
    sys.exit(1 if findings else 0)
