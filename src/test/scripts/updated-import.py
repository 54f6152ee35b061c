#!/usr/bin/env python3
"""Updates types of a real NetBox and says what came of them: commits a library, imports it, changes NetBox as people
do, commits the next state of the library, asks for the plan of an update, updates, and updates once more.

    NETBOX_URL=... NETBOX_TOKEN=... src/test/scripts/updated-import.py CASES [--jar target/caravan.jar] [--port 18280]

CASES is a folder; each folder in it with library-one/ and library-two/ is a case, or itself is one. Every case gets a
manufacturer of its own in place of the one its files name. A file by-hand.json in a case says what people write:
[{"path": "dcim/device-types", "query": "model=X", "set": {...}}]. Exit 1 where the plan and the update differ, or
where the last update changes anything. Needs git and Python 3 alone.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

KEY = "updated-import-key-of-this-run-0123456789"
KINDS = ("interface", "power-port", "console-port", "console-server-port", "rear-port", "module-bay", "device-bay",
         "power-outlet", "front-port", "inventory-item")


def call(method, url, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, dict(headers, **{"Content-Type": "application/json"}), method=method)
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.loads(answer.read() or b"{}")


class NetBox:
    def __init__(self):
        self.api = os.environ["NETBOX_URL"].rstrip("/") + "/api/"
        self.headers = {"Authorization": "Token " + os.environ["NETBOX_TOKEN"]}

    def get(self, path, query):
        return call("GET", f"{self.api}{path}/?limit=1000&{query}", self.headers)["results"]

    def patch(self, path, number, fields):
        call("PATCH", f"{self.api}{path}/{number}/", self.headers, fields)

    def holds(self, slug):
        """All types of a manufacturer with their components, without what every object has."""
        held = {}
        for kind in ("device", "module"):
            for one in self.get(f"dcim/{kind}-types", "manufacturer=" + slug):
                held[one["model"]] = plain(one)
                for part in KINDS:
                    if kind == "device" or part not in ("device-bay", "inventory-item"):
                        for row in self.get(f"dcim/{part}-templates", f"{kind}_type_id={one['id']}"):
                            held[f"{one['model']} {part} {row['name']}"] = plain(row)
        return held


def plain(row):
    short = {}
    for field, value in row.items():
        if isinstance(value, dict):
            value = value.get("value", value.get("name", value.get("model", value)))
        if field not in ("id", "url", "display", "display_url", "name", "created", "last_updated", "device_type",
                         "module_type", "manufacturer_id", "_depth") and not field.endswith("_count") \
                and value not in (None, "", [], {}, False):
            short[field] = value
    return short


class Caravan:
    def __init__(self, jar, port, library, work):
        self.api = f"http://127.0.0.1:{port}/api/v1"
        self.headers = {"X-API-Key": KEY}
        env = dict(os.environ, CARAVAN_BOOTSTRAP_API_KEY=KEY, CARAVAN_TERMINAL="false", SERVER_PORT=str(port),
                   CARAVAN_DATA_DIR=str(work / "data"), LIBRARY_URL=f"file://{library}", LIBRARY_REF="master",
                   JWT_SECRET_KEY="updated-import-secret-of-this-run-0123456789ab")
        self.log = work / "caravan.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx700m", "-jar", jar], env=env,
                                            stdout=log, stderr=log)

    def wait(self):
        for _ in range(600):
            try:
                return call("GET", self.api + "/processes?limit=1", self.headers)
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(1)
        sys.exit(f"Caravan does not start, see {self.log}")

    def import_of(self, vendor, **form):
        started = call("POST", self.api + "/workflows/import-vendors", self.headers, dict(form, selected_vendors=[vendor]))
        while True:
            status = call("GET", f"{self.api}/processes/{started['id']}/status", self.headers)
            if status["status"] in ("completed", "failed", "cancelled"):
                break
            time.sleep(0.5)
        rows = call("GET", f"{self.api}/processes/{started['id']}/definitions?limit=1000", self.headers)["items"]
        plan = call("GET", f"{self.api}/processes/{started['id']}/plan?limit=1000", self.headers)["items"]
        return status, {row["path"]: row for row in rows}, {row["path"]: row for row in plan}


def commit(library, case, name, word, own):
    for folder in ("device-types", "module-types"):
        shutil.rmtree(library / folder / own, ignore_errors=True)
    for file in sorted((case / name).rglob("*.yaml")):
        target = library / str(file.relative_to(case / name)).replace(f"/{word}/", f"/{own}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = re.sub(rf"\b{word}\b", own, file.read_text())
        target.write_text(re.sub(rf"^slug: {word.lower()}-", f"slug: {own.lower()}-", text, flags=re.M))
    subprocess.run(["git", "-C", str(library), "add", "-A"], check=True)
    subprocess.run(["git", "-C", str(library), "-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-qm", name,
                    "--allow-empty"], check=True)


def problems(rows):
    return {path: sorted(f"{p['severity']} {p['pointer']} {p['message']}" for p in row["problems"]) for path, row in rows.items()}


def show(title, rows):
    print("  " + title)
    for path, row in sorted(rows.items()):
        print(f"    {path}: {row['outcome']}")
        for line in problems(rows)[path]:
            print("      " + line)


def changes(before, after):
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            print(f"    {name}: {json.dumps(before.get(name))} -> {json.dumps(after.get(name))}")


def names(case, run):
    """The manufacturer that the files of a case name, and its own in this run."""
    word = next((case / "library-one").rglob("*.yaml")).parent.name
    return word, f"{word}x{run}"


def prove(case, caravan, netbox, library, run):
    word, own = names(case, run)
    print(f"== {case.name}, manufacturer {own}")
    commit(library, case, "library-one", word, own)
    show("first import", caravan.import_of(own)[1])
    hand = case / "by-hand.json"
    for each in json.loads(hand.read_text()) if hand.exists() else []:
        for row in netbox.get(each["path"], each["query"].replace(word, own)):
            if own.lower() in json.dumps(row).lower():
                netbox.patch(each["path"], row["id"], each["set"])
    before = netbox.holds(own.lower())
    commit(library, case, "library-two", word, own)
    _, dry, planned = caravan.import_of(own, existing="update", dry_run=True)
    untouched = netbox.holds(own.lower()) == before
    status, rows, done = caravan.import_of(own, existing="update")
    show("update", rows)
    after = netbox.holds(own.lower())
    print("  in NetBox")
    changes(before, after)
    print("  summary", json.dumps({k: status.get("summary", {}).get(k) for k in ("definitions", "created", "updated", "warnings")}))
    again = caravan.import_of(own, existing="update")[1]
    show("update once more", again)
    faults = []
    if not untouched:
        faults.append("the dry run changed NetBox")
    if problems(dry) != problems(rows) or {p: r.get("changes") for p, r in planned.items()} != {p: r.get("changes") for p, r in done.items()}:
        faults.append("plan and update differ")
    if netbox.holds(own.lower()) != after or any(row["outcome"] not in ("unchanged", "gone") for row in again.values()):
        faults.append("the last update is no rest")
    print("  " + ("; ".join(faults) or "plan and update agree, the last update changed nothing"))
    return not faults


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cases", type=pathlib.Path)
    arguments.add_argument("--jar", default="target/caravan.jar")
    arguments.add_argument("--port", type=int, default=18280)
    given = arguments.parse_args()
    cases = [given.cases] if (given.cases / "library-one").is_dir() else sorted(
        each for each in given.cases.iterdir() if (each / "library-one").is_dir() and (each / "library-two").is_dir())
    work = pathlib.Path(tempfile.mkdtemp(prefix="updated-import-"))
    library = work / "library"
    subprocess.run(["git", "init", "-qb", "master", str(library)], check=True)
    run = int(time.time()) % 100000
    for i, case in enumerate(cases):
        commit(library, case, "library-one", *names(case, run + i))
    caravan = Caravan(given.jar, given.port, library, work)
    try:
        caravan.wait()
        whole = [prove(case, caravan, NetBox(), library, run + i) for i, case in enumerate(cases)]
    finally:
        caravan.process.send_signal(signal.SIGTERM)
        caravan.process.wait(60)
    print(f"{sum(whole)} of {len(whole)} cases came out whole; log in {work}")
    sys.exit(0 if all(whole) else 1)


if __name__ == "__main__":
    main()
