"""What the scripts beside it share: Caravan as a process that can be killed, the simulated cloud as
another one, what the cloud itself says that it has, and whether that is what Caravan says it made.
Python 3 alone.
"""
import argparse
import atexit
import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

KEY = "a-key-for-proving-that-nothing-is-lost-0123456789"
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SIMULATOR = "dev.caravan.sandbox.openstack.StandaloneOpenStack"
KINDS = ("servers", "server-groups", "networks", "subnets", "routers", "ports", "security-groups")
DEMO = {"OS_USERNAME": "demo", "OS_PASSWORD": "demo", "OS_PROJECT_NAME": "demo", "OS_REGION_NAME": "RegionOne"}

work = pathlib.Path(tempfile.mkdtemp(prefix="proving-"))
started = []


def end_all():
    """Ends every process that was started here, and the embedded servers that a killed Caravan left behind."""
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
    for process in started:
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if str(work).encode() in (entry / "cmdline").read_bytes() or str(work) in os.readlink(entry / "cwd"):
                os.kill(int(entry.name), signal.SIGINT if b"postgres" in (entry / "cmdline").read_bytes() else signal.SIGTERM)
        except (OSError, ValueError):
            pass
    for folder in work.glob("data*"):
        shutil.rmtree(folder, ignore_errors=True)


atexit.register(end_all)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def send(method, url, body=None, headers=None, timeout=60):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, dict(headers or {}, **{"Content-Type": "application/json"}), method=method)
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        text = answer.read()
        return (json.loads(text) if text else {}), answer.headers


def moment(text):
    """Seconds since 1970 of a time that the API gives."""
    seconds, _, fraction = text.rstrip("Z").partition(".")
    at = datetime.datetime.strptime(seconds, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=datetime.timezone.utc)
    return at.timestamp() + (float("0." + fraction) if fraction else 0)


def unpacked(jar):
    """The jar taken apart, as Spring Boot offers it: it starts in half the time. Kept beside it for the next run."""
    jar = pathlib.Path(jar).resolve()
    folder = jar.parent / "proving-app"
    if not (folder / jar.name).exists() or (folder / jar.name).stat().st_mtime < jar.stat().st_mtime:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["java", "-Djarmode=tools", "-jar", str(jar), "extract", "--destination", str(folder)],
                       check=True, stdout=subprocess.DEVNULL)
        os.utime(folder / jar.name)
    return folder / jar.name


class Simulator:
    """The simulated OpenStack in a process of its own."""

    def __init__(self, jar, build_time, delete_time, port=0):
        command = ["java", "-XX:+UseSerialGC", "-cp", str(unpacked(jar)), SIMULATOR, f"--port={port}",
                   f"--build-time={build_time}", f"--delete-time={delete_time}"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        started.append(self.process)
        said = self.process.stdout.readline()
        found = re.search(r"(http://[\d.:]+)(/\S+)", said) or sys.exit("The simulator does not start: " + said + self.process.stdout.read())
        self.url, self.auth_url = found.group(1), found.group(0)
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self.control("PUT", "/quotas", dict(project="demo", instances=9000, cores=90000, ram=90000000, network=-1, subnet=-1, port=-1,
                                            router=-1, security_group=-1, security_group_rule=-1))

    def control(self, method, path, body=None):
        return send(method, self.url + "/sandbox" + path, body)[0]

    def requests(self):
        return self.control("GET", "/requests")

    def environment(self):
        return dict(DEMO, OS_AUTH_URL=self.auth_url)


class Cloud:
    """The cloud's own word, by its own API. Patient: it may be told to misbehave."""

    def __init__(self, env):
        self.env, self.lock = env, threading.Lock()
        self.log_in()

    def log_in(self):
        env = self.env
        user = {"name": env["OS_USERNAME"], "password": env["OS_PASSWORD"], "domain": {"name": env.get("OS_USER_DOMAIN_NAME", "Default")}}
        project = {"name": env["OS_PROJECT_NAME"], "domain": {"name": env.get("OS_PROJECT_DOMAIN_NAME", "Default")}}
        body, headers = patiently(lambda: send(
            "POST", env["OS_AUTH_URL"].rstrip("/").removesuffix("/v3") + "/v3/auth/tokens",
            {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": {"project": project}}}))
        self.headers = {"X-Auth-Token": headers["X-Subject-Token"], "OpenStack-API-Version": "compute 2.64"}
        self.project = body["token"]["project"]["id"]
        region = env.get("OS_REGION_NAME")
        self.urls = {s["type"]: e["url"].rstrip("/") for s in body["token"]["catalog"] for e in s["endpoints"]
                     if e["interface"] == "public" and region in (None, e["region_id"])}
        if not self.urls["network"].endswith("/v2.0"):
            self.urls["network"] += "/v2.0"

    def get(self, url):
        def once():
            try:
                return send("GET", url, None, self.headers)[0]
            except urllib.error.HTTPError as refused:
                if refused.code == 401:
                    with self.lock:
                        self.log_in()
                raise
        return patiently(once)

    def listed(self, kind):
        if kind == "server-groups":
            return self.get(self.urls["compute"] + "/os-server-groups")["server_groups"]
        if kind != "servers":
            return self.get(f"{self.urls['network']}/{kind}?project_id={self.project}")[kind.replace("-", "_")]
        url, servers = self.urls["compute"] + "/servers/detail?limit=500", []
        while url:
            page = self.get(url)
            servers += page["servers"]
            url = next((link["href"] for link in page.get("servers_links", []) if link["rel"] == "next"), None)
        return servers

    def of(self, prefix):
        """What is called like that and belongs to the project, by kind."""
        return {kind: [one for one in self.listed(kind) if one["name"].startswith(prefix)] for kind in KINDS}


def patiently(act, seconds=120):
    end = time.time() + seconds
    while True:
        try:
            return act()
        except (OSError, http.client.HTTPException) as trouble:
            known = getattr(trouble, "code", 503)
            if time.time() > end or (known < 500 and known not in (401, 409, 429)):
                raise
            time.sleep(0.3)


class Caravan:
    """One node as a process."""

    def __init__(self, jar, env, port, data="data", options=None, archive=True):
        self.port, self.log = port, work / f"caravan-{port}.log"
        clouds = work / "clouds.yaml"
        clouds.write_text(json.dumps({"clouds": {"here": {
            "auth": {"auth_url": env["OS_AUTH_URL"], "username": env["OS_USERNAME"], "password": "${OS_PASSWORD}",
                     "project_name": env["OS_PROJECT_NAME"], "user_domain_name": env.get("OS_USER_DOMAIN_NAME", "Default"),
                     "project_domain_name": env.get("OS_PROJECT_DOMAIN_NAME", "Default")},
            "region_name": env.get("OS_REGION_NAME", "RegionOne")}}}))
        self.env = dict(os.environ, OS_PASSWORD=env["OS_PASSWORD"], CARAVAN_DATA_DIR=str(work / data), SERVER_PORT=str(port),
                        LIBRARY_SCHEMES="file,https,ssh", CARAVAN_BOOTSTRAP_API_KEY=KEY, CARAVAN_TERMINAL="false", OS_CLIENT_CONFIG_FILE=str(clouds))
        self.jar, self.options = unpacked(jar), (QUICK_START if options is None else options).split()
        self.archive = self.jar.parent / "classes.jsa" if archive and options is None else None
        self.process, self.starts = None, []

    def launch(self):
        """Starts the process and waits for nothing; the first start writes the archive of classes that later ones map."""
        shared = []
        if self.archive:
            shared = [f"-XX:SharedArchiveFile={self.archive}", "-Xshare:auto"] if self.archive.exists() else []
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(["java", *self.options, *shared, "-jar", str(self.jar)], env=self.env, stdout=log, stderr=log)
        started.append(self.process)
        self.begun = time.time()

    def write_archive(self):
        """A start and an orderly end, once for each jar: each later start is seconds shorter."""
        if self.archive and not self.archive.exists():
            usual, self.options = self.options, [*self.options, f"-XX:ArchiveClassesAtExit={self.archive}"]
            archive, self.archive = self.archive, None
            self.start()
            self.stop()
            self.options, self.archive = usual, archive
            self.starts.clear()

    def start(self, patience=240):
        self.launch()
        self.await_answer(patience)
        return self

    def answers(self):
        try:
            self.call("GET", "/deployments?limit=1", timeout=3)
            return True
        except (OSError, http.client.HTTPException):
            return False

    def await_answer(self, patience=240):
        while not self.answers():
            if self.process.poll() is not None:
                sys.exit(f"Caravan ended, see {self.log}")
            if time.time() - self.begun > patience:
                sys.exit(f"Caravan does not answer, see {self.log}")
            time.sleep(0.2)
        self.starts.append(time.time() - self.begun)

    def call(self, method, path, body=None, timeout=60):
        return send(method, f"http://127.0.0.1:{self.port}/api/v1{path}", body, {"X-API-Key": KEY}, timeout)[0]

    def metric(self, name):
        """The sum of a metric over its labels."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/actuator/prometheus", headers={"X-API-Key": KEY})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return sum(float(line.rsplit(" ", 1)[1]) for line in answer.read().decode().splitlines()
                       if re.match(re.escape(name) + r"[{ ]", line))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Operation:
    """Deploy, scale or delete, asked for until Caravan has taken it, and followed until it ends."""

    STATUS = {"deploy": "COMPLETED", "scale out": "COMPLETED", "scale in": "COMPLETED", "delete": "DELETED"}

    def __init__(self, kind, name, call, patience, deployment=None):
        self.kind, self.name, self.patience, self.deployment = kind, name, patience, deployment
        self.call, self.begun, self.view = call, time.time(), {}

    def ask(self, **wanted):
        """Sends it until there is an answer; a repetition finds what the one with the lost answer began."""
        if self.kind == "deploy":
            body = dict(name=self.name, cloud_region="here", **wanted)
            try:
                self.deployment = patiently(lambda: self.repeatable("POST", "/deployments", body), self.patience)["id"]
            except LookupError:
                listed = patiently(lambda: self.call("GET", "/deployments?limit=100"))["items"]
                self.deployment = next(one["id"] for one in listed if one["name"] == self.name)
        else:
            method, path = ("DELETE", "") if self.kind == "delete" else ("POST", "/scale")
            try:
                patiently(lambda: self.repeatable(method, f"/deployments/{self.deployment}{path}", wanted or None), self.patience)
            except LookupError:
                pass  # Held by the one whose answer was lost.

    def repeatable(self, method, path, body):
        try:
            return self.call(method, path, body)
        except urllib.error.HTTPError as refused:
            if refused.code == 409:
                raise LookupError(refused.read().decode()) from None
            raise

    def follow(self):
        while time.time() - self.begun < self.patience:
            try:
                self.view = self.call("GET", f"/deployments/{self.deployment}")
                if self.view["operation"] is None or self.view["status"] == "FAILED":
                    break
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.5)
        self.view = self.view or {"status": "unknown", "resources": {}, "error": None}
        return self.view

    def span(self):
        """When Caravan took it, and when it had ended, by Caravan's own word."""
        events = patiently(lambda: self.call("GET", f"/deployments/{self.deployment}/events?limit=500"))["items"]
        return moment([e["at"] for e in events if e["type"] == "asked"][-1]), moment(self.view["updated_at"])

    def process(self):
        return self.view.get("process_id")

    def wrong(self, cloud, servers):
        """What is not as it must be: empty when everything that is written down is there exactly once, and nothing else."""
        resources, found, problems = self.view["resources"], cloud.of(self.name), []
        if self.view["status"] != self.STATUS[self.kind] or self.view.get("operation"):
            problems.append(f"is {self.view['status']} ({self.view.get('operation')}): {json.dumps(self.view['error'])}")
        recorded = {"servers": resources.get("vm_ids"), "networks": [resources.get("network_id")], "subnets": resources.get("subnet_ids"),
                    "routers": [resources.get("router_id")], "ports": resources.get("port_ids"),
                    "security-groups": resources.get("security_group_ids")}
        for kind, there in found.items():
            names, ids = [one["name"] for one in there], sorted(one["id"] for one in there)
            if len(set(names)) != len(names):
                problems.append(f"{kind} twice: {sorted(n for n in set(names) if names.count(n) > 1)}")
            if kind in recorded and ids != sorted(each for each in recorded[kind] or [] if each):
                problems.append(f"{kind} in the cloud {sorted(names)}, written down {len(recorded[kind] or [])}")
            if kind in ("servers", "ports") and len(there) != servers:
                problems.append(f"{len(there)} {kind}, not {servers}")
            if self.kind == "delete" and there:
                problems.append(f"{kind} left: {sorted(names)}")
        if not all(one["status"] == "ACTIVE" for one in found["servers"]) or not all(vm["status"] == "ACTIVE" for vm in resources.get("vms", [])):
            problems.append("servers not ACTIVE")
        return problems


def arguments(description, **defaults):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jar", default="target/caravan.jar")
    parser.add_argument("--port", type=int, default=defaults.get("port", 18180))
    parser.add_argument("--java-options", help="instead of those of a quick start, which have an archive of classes too")
    parser.add_argument("--simulator", action="store_true", help="start the simulated OpenStack too, instead of using that of OS_AUTH_URL")
    parser.add_argument("--build-time", type=float, default=defaults.get("build_time", 3.0), help="of a server in the simulator, in seconds")
    parser.add_argument("--delete-time", type=float, default=defaults.get("delete_time", 2.0), help="the same")
    return parser


def stage(arg):
    """The cloud's environment, and the simulator if it is ours."""
    simulator = Simulator(arg.jar, arg.build_time, arg.delete_time) if arg.simulator else None
    if simulator is None and "OS_AUTH_URL" not in os.environ:
        sys.exit("Give --simulator, or OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_PROJECT_NAME of a cloud")
    return (simulator.environment() if simulator else dict(os.environ)), simulator
