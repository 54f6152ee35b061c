#!/usr/bin/env python3
"""Brings one trouble after another on a fabric that was in sync, and asks of each whether Caravan says what
it is, keeps what was proved before, writes nothing, and is in sync again once the trouble is mended.

    KUBE_URL=... KUBE_CA=... KUBE_TOKEN=... [KUBECONFIG=...] src/test/scripts/troubled-fabric.py [--resources 30]
    KUBE_COMPACTION=10s kube-up; src/test/scripts/troubled-fabric.py --expired
    KUBE_APISERVER_ARGS="--max-requests-inflight=1 --max-mutating-requests-inflight=1
        --enable-priority-and-fairness=false" kube-up; src/test/scripts/troubled-fabric.py --throttled

Before each trouble an object is edited in the cluster, so that there is something that a run would have to
change back. --expired: between two pages of a list its position is forgotten (410), by a proxy of our own
that holds the second page back. --throttled: many readers beside it make the server answer 429.

A real server: the token is an administrator's, the certificate admin.crt with admin.key is beside KUBE_CA,
a CRD of Hedgehog's is deleted and made again, and --away and --back stop and start the server. Needs
Python 3, git, openssl and a built jar.
"""
import collections
import copy
import http.client
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse

sys.dont_write_bytecode = True
import proving
import proving_fabrics as fabrics
import proving_syncs as syncs

CRD = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
DISCONNECTED = "disconnected"
OF_GIT = ("desired", "desired_commit", "desired_file", "stale", "updated_at")

parser = proving.arguments(__doc__, port=18190)
parser.add_argument("--resources", type=int, default=30)
parser.add_argument("--expired", action="store_true")
parser.add_argument("--throttled", action="store_true")
parser.add_argument("--seconds", type=float, default=40, help="of --throttled, with readers beside it")
parser.add_argument("--readers", type=int, default=12, help="of --throttled")
parser.add_argument("--away", default="kube-down", help="stops the server")
parser.add_argument("--back", default="kube-up --no-install", help="starts it")
arg = parser.parse_args()
cluster = fabrics.stage(arg)
failed = 0


def say(what, good, shown):
    global failed
    failed += not good
    print(f"{'ok  ' if good else 'FAIL'} {what}: {shown}", flush=True)


def total(run, result):
    return sum(counts.get(result, 0) for counts in run["counts"].values())


def away():
    subprocess.run(arg.away, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)


def back():
    subprocess.run(arg.back, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)


def other_authority():
    """An authority that signed nothing of the cluster's."""
    file = proving.work / "other.crt"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", os.devnull, "-out", str(file), "-days", "1",
                    "-subj", "/CN=another authority"], check=True, capture_output=True)
    return file.read_text()


class Kind:
    """A kind that the cluster can be told to forget."""

    def __init__(self, kind):
        self.kind, self.group = kind, fabrics.KINDS[kind][0]
        self.path = f"{CRD}/{fabrics.KINDS[kind][1]}.{self.group}.githedgehog.com"
        self.definition = cluster.send("GET", self.path)

    def known(self):
        try:
            cluster.send("GET", cluster.path(self.kind))
            return True
        except urllib.error.HTTPError as refused:
            if refused.code not in (404, 429):
                raise
            return False

    def await_known(self, known):
        end = time.time() + 60
        while self.known() != known:
            if time.time() > end:
                sys.exit(f"{self.kind} is {'still' if not known else 'not yet'} there")
            time.sleep(0.2)

    def forget(self):
        cluster.send("DELETE", self.path)
        self.await_known(False)

    def restore(self):
        meta = {key: value for key, value in self.definition["metadata"].items() if key in ("name", "annotations", "labels")}
        end = time.time() + 30
        while True:
            try:
                cluster.send("POST", CRD, {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": meta,
                                           "spec": self.definition["spec"]})
                break
            except urllib.error.HTTPError as there:
                if there.code != 409 or time.time() > end:
                    raise
                time.sleep(0.2)
        self.await_known(True)


def otherwise(before, after):
    """How a record is not what it was."""
    fields = collections.Counter(field for id_ in before.keys() & after.keys() for field in before[id_] if before[id_][field] != after[id_][field])
    new = collections.Counter((after[id_]["namespace"], after[id_]["state"], after[id_]["drift"]) for id_ in after.keys() - before.keys())
    return f"{len(before)} resources, {len(before.keys() - after.keys())} of them gone, fields changed {dict(fields)}, new {dict(new)}"


class Troubled:
    """A fabric that was in sync, and one trouble at a time."""

    def __init__(self, node, fabric):
        self.node, self.fabric, self.serial = node, fabric, 0
        self.usual = fabrics.fabric(fabric.name, fabric.cluster, fabric.repository)["cluster"]
        self.edited = next(key for key in fabric.declared if key[0] == "VPC")

    def view(self):
        return self.fabric.view(self.node)

    def patch(self, body):
        self.node.call("PATCH", f"/fabrics/{self.fabric.id}", body)

    def mend(self):
        self.patch({"cluster": self.usual})

    def record(self):
        """What was proved, and of what."""
        view = self.view()
        resources = self.node.call("GET", f"/fabrics/{self.fabric.id}/resources?limit=1000")["items"]
        return {"last_success": view["last_success"], "synced_commit": view["synced_commit"], "proved_at": view["proved_at"],
                "resources": {each["id"]: each for each in resources}}

    def edit(self):
        """What a run that can would change back."""
        self.serial += 1
        self.fabric.cluster.edit(*self.edited, {"spec": {"subnets": {"default": {"vlan": 100 + self.serial}}}})

    def bring(self, what, begin, type_, connection, mend=None, again=True, elsewhere=False):
        """One trouble: what is said while it lasts, what was kept, and what is once it is mended. Where the fabric is meant for another
        namespace, what git declares is written down for that one; of the one before, all that the cluster said stays."""
        self.edit()
        kept, versions = self.record(), self.fabric.cluster.versions()
        begin() if callable(begin) else self.patch(begin)
        begun = time.time()
        run = fabrics.sync(self.node, self.fabric.id)
        took, view, now = time.time() - begun, self.view(), self.record()
        if elsewhere:
            print("     " + otherwise(kept["resources"], now["resources"]), flush=True)
            for record in (kept, now):
                record["resources"] = {id_: {field: value for field, value in one.items() if field not in OF_GIT}
                                       for id_, one in record["resources"].items() if one["namespace"] == self.fabric.cluster.namespace}
        changed = [key for key in kept if kept[key] != now[key]]
        error = view["sync_error"] or {}
        told = view["sync_status"] == "error" and error.get("type") in type_.split(" ") and view["connection_status"] == connection
        (mend or self.mend)()
        there = self.fabric.cluster.versions()
        written = [key for key in versions if key in there and there[key] != versions[key]]
        right = told and run["outcome"] == "error" and not changed and not written and run["writes"] == 0
        say(what, right, f"{view['sync_status']} {error.get('type')}, {view['connection_status']}, after {took:.1f} s, kept "
            f"{'all' if not changed else 'all but ' + ', '.join(changed)}, written {written or 'nothing'}: {error.get('message')}")
        if "resources" in changed:
            print("     " + otherwise(kept["resources"], now["resources"]), flush=True)
        if again:
            self.works(f"  {what}, mended")

    def works(self, what, accept_empty=False):
        run = fabrics.sync(self.node, self.fabric.id, query="?accept_empty=true" if accept_empty else "")
        view, differing = self.view(), self.fabric.differing()
        good = (run["outcome"] == "in_sync" and view["sync_status"] == "in_sync" and view["connection_status"] == "connected"
                and not view["sync_error"] and view["synced_commit"] == self.fabric.head and not differing)
        say(what, good, f"{view['sync_status']}, {view['connection_status']}, {run['writes']} written, "
            f"{'cluster as declared' if not differing else differing[:3]} {json.dumps(run['error']) if run['error'] else ''}".rstrip())


def new_node(**env):
    node = fabrics.caravan(arg)
    node.env.update(env)
    return fabrics.await_worker(node.start())


def first_sync(node, fabric):
    run = fabrics.sync(node, fabric.id)
    say("first sync", run["outcome"] == "in_sync" and not fabric.differing(), f"{run['outcome']}, {total(run, 'created')} created, {run['requests']} requests")


def all_troubles():
    node = new_node()
    fabric = syncs.Fabric(cluster, 0, arg.resources).add(node, sync_interval=0, self_heal=True)
    first_sync(node, fabric)
    case, port = Troubled(node, fabric), urllib.parse.urlsplit(cluster.url).port
    case.bring("a wrong token", {"cluster": {"token": "nobody-knows-it"}}, "UNAUTHORIZED", "error")
    case.bring("a token that may not", {"cluster": {"token": "sandbox-nobody"}}, "FORBIDDEN", "error")
    only_reads(case)
    case.bring("another authority", {"cluster": {"ca": other_authority()}}, "UNTRUSTED", DISCONNECTED)
    case.bring("no such namespace", {"cluster": {"namespace": "nowhere"}}, "WRONG_NAMESPACE", "error", elsewhere=True)
    case.bring("nothing listens", {"cluster": {"server": cluster.url.replace(f":{port}", f":{arg.port + 9}")}}, "UNREACHABLE", DISCONNECTED)
    case.bring("no such host", {"cluster": {"server": "https://no-such-host.invalid:6443"}}, "UNREACHABLE", DISCONNECTED)
    folder = fabric.repository.folder
    case.bring("git is away", lambda: folder.rename(folder.with_name("moved")), "GIT_UNREACHABLE GIT_NOT_FOUND", "connected",
               lambda: folder.with_name("moved").rename(folder))
    case.bring("no such branch", {"git": {"ref": "no-such-branch"}}, "GIT_NOT_FOUND", "connected", lambda: case.patch({"git": {"ref": "main"}}))
    if shutil.which(arg.away.split()[0]):
        case.bring("the server is away", away, "UNREACHABLE", DISCONNECTED, back)
    else:
        print(f"     the server is away: left out, there is no {arg.away}", flush=True)
    forgotten_kind(case)
    other_ways_in(case)
    syncs.remove([fabric])


def only_reads(case):
    """What one that may look and not write finds is believed; what it may not is told object by object."""
    case.edit()
    versions = case.fabric.cluster.versions()
    case.patch({"cluster": {"token": "sandbox-reader"}})
    run, view = fabrics.sync(case.node, case.fabric.id), case.view()
    say("a token that may only read", run["outcome"] == "out_of_sync" and total(run, "failed") == 1 and run["writes"] == 0
        and case.fabric.cluster.versions() == versions,
        f"{view['sync_status']}, {view['connection_status']}, {run['counts'].get('VPC', run['counts'])}, {[each['message'] for each in run['changes']][:1]}")
    case.mend()
    case.works("  a token that may only read, mended")


def forgotten_kind(case):
    """The kind is gone with its objects; where it is back without them, that is not believed until it is said to be right."""
    kind = Kind("VLANNamespace")
    try:
        case.bring("a kind that the cluster forgot", kind.forget, "MISSING_KIND", "connected", kind.restore, again=False)
    finally:
        if not kind.known():
            kind.restore()
    run = fabrics.sync(case.node, case.fabric.id)
    say("  the kind is back, its objects are not", run["outcome"] == "suspect_empty" and run["writes"] == 0, f"{case.view()['sync_status']}: {(run['error'] or {}).get('message')}")
    case.works("  that is right, it was said", accept_empty=True)


def other_ways_in(case):
    pki = pathlib.Path(cluster.ca).parent
    case.edit()
    case.patch({"cluster": {"client_certificate": (pki / "admin.crt").read_text(), "client_key": (pki / "admin.key").read_text()}})
    case.works(f"a client certificate ({case.view()['cluster']['auth']})")
    if "KUBECONFIG" in os.environ:
        context = re.search(r"current-context: (\S+)", pathlib.Path(os.environ["KUBECONFIG"]).read_text()).group(1)
        case.edit()
        case.patch({"cluster": {"kubeconfig_context": context}})
        case.works(f"a context of KUBECONFIG ({case.view()['cluster']['auth']})")
    case.edit()
    case.mend()
    case.works("the token again")


class Proxy(http.server.ThreadingHTTPServer):
    """Stands between Caravan and the server, and holds one page back until its position is forgotten."""

    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", port), Forwarding)
        self.lock, self.hold, self.asked, self.held_for, self.meanwhile = threading.Lock(), False, [], None, lambda: None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def holds(self, path):
        with self.lock:
            mine, self.hold = self.hold and "continue=" in path, self.hold and "continue=" not in path
            return mine


class Forwarding(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        if self.server.holds(self.path):
            self.server.meanwhile()
            self.server.held_for = await_forgotten(self.path)
        status, content = asked(self.command, self.path, body, {key: value for key, value in self.headers.items()
                                                              if key in ("Authorization", "Content-Type", "Accept", "User-Agent")})
        if "limit=" in self.path:
            self.server.asked.append((self.path.split("/")[-1].split("?")[0], "continue=" in self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = forward

    def log_message(self, *_):
        pass


def asked(method, path, body=None, headers=None):
    url = urllib.parse.urlsplit(cluster.url)
    connection = http.client.HTTPSConnection(url.netloc, context=cluster.tls, timeout=60) if cluster.tls else http.client.HTTPConnection(url.netloc, timeout=60)
    connection.request(method, path, body, headers or {"Authorization": "Bearer " + cluster.token})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def await_forgotten(path, patience=55):
    """Asks for the page until it is 410; other objects change meanwhile, as history is forgotten up to a change. Gives the seconds."""
    begun = time.time()
    while time.time() < begun + patience:
        if asked("GET", path)[0] == 410:
            return time.time() - begun
        name = f"beside-{os.getpid()}-{time.time_ns()}"
        cluster.send("POST", "/api/v1/namespaces/default/configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}})
        cluster.send("DELETE", f"/api/v1/namespaces/default/configmaps/{name}")
        time.sleep(1)
    return None


def expired():
    proxy = Proxy(arg.port + 3)
    node = new_node(KUBERNETES_READ_TIMEOUT="60")
    fabric = syncs.Fabric(cluster, 0, 2)
    fabric.declared.update({("Server", f"server-{n:03}"): {"description": f"Server {n}"} for n in range(600)})
    fabric.commit("Six hundred servers")
    through = copy.copy(fabric.cluster)
    through.url, through.ca = f"http://127.0.0.1:{proxy.server_port}", ""
    fabric.id = node.call("POST", "/fabrics", fabrics.fabric(fabric.name, through, fabric.repository))["id"]
    first_sync(node, fabric)

    page = json.loads(asked("GET", fabric.cluster.path("Server") + "?limit=500")[1])
    position = urllib.parse.quote(page["metadata"]["continue"])
    seconds = await_forgotten(fabric.cluster.path("Server") + f"?limit=500&continue={position}")
    say("the server forgets a position", seconds is not None, f"{len(page['items'])} on the first page; 410 after {seconds and round(seconds, 1)} s")

    def meanwhile():
        fabric.cluster.edit("Server", "server-000", {"spec": {"description": "By hand"}})

    proxy.asked.clear()
    proxy.meanwhile, proxy.hold = meanwhile, True
    begun = time.time()
    run = fabrics.sync(node, fabric.id, patience=180)
    pages = [(more, status) for name, more, status in proxy.asked if name == "servers"]
    resources = node.call("GET", f"/fabrics/{fabric.id}/resources?limit=1000")["items"]
    drifted = [one["name"] for one in resources if one["differences"]]
    say("a list whose position is forgotten between its pages", run["outcome"] == "out_of_sync" and run["writes"] == 0
        and pages == [(False, 200), (True, 410), (False, 200), (True, 200)] and len(resources) == 602 and drifted == ["server-000"],
        f"{run['outcome']} after {time.time() - begun:.1f} s, of which the page was held {proxy.held_for and round(proxy.held_for, 1)}; pages (more, status) {pages}; "
        f"{len(resources)} of 602 resources, changed meanwhile and seen: {drifted} {json.dumps(run['error']) if run['error'] else ''}".rstrip())
    node.call("PATCH", f"/fabrics/{fabric.id}", {"self_heal": True})
    run = fabrics.sync(node, fabric.id)
    say("changed back", run["outcome"] == "in_sync" and total(run, "updated") == 1 and not fabric.differing(), f"{run['outcome']}, {total(run, 'updated')} updated")
    syncs.remove([fabric])


def throttled():
    node = new_node()
    fabric = syncs.Fabric(cluster, 0, 120).add(node, sync_interval=0, self_heal=True)
    run = fabrics.sync(node, fabric.id)
    say("first sync of a server that takes one request at a time", run["outcome"] == "in_sync" or (run["error"] or {}).get("type") == "THROTTLED",
        f"{run['outcome']} {(run['error'] or {}).get('type', '')}, {total(run, 'created')} created, {run['requests']} requests")
    if run["outcome"] != "in_sync":
        run = fabrics.sync(node, fabric.id)
        say("  once more", run["outcome"] == "in_sync", f"{run['outcome']}, {total(run, 'created')} created {json.dumps(run['error'])}")
    case, over, answers = Troubled(node, fabric), threading.Event(), collections.Counter()

    def read():
        while not over.is_set():
            try:
                answers[asked("GET", fabric.cluster.path("VPC"), None, {"Authorization": "Bearer sandbox-reader"})[0]] += 1
                answers[asked("PATCH", fabric.cluster.path("VPC", "nobody") + "?fieldManager=reader", "{}",
                              {"Authorization": "Bearer sandbox-reader", "Content-Type": "application/merge-patch+json"})[0]] += 1
            except OSError:
                answers["none"] += 1

    readers = [threading.Thread(target=read, daemon=True) for _ in range(arg.readers)]
    for each in readers:
        each.start()
    seen, longest, number, end = collections.Counter(), 0.0, 0, time.time() + arg.seconds
    while time.time() < end or number < 4:
        number += 1
        edited = number % 2 == 0
        if edited:
            case.edit()
        begun = time.time()
        run = fabrics.sync(node, fabric.id, patience=180)
        longest = max(longest, time.time() - begun)
        outcome = run["outcome"] + (" " + run["error"]["type"] if run["error"] else "")
        seen[outcome] += 1
        if outcome not in ("in_sync", "error THROTTLED"):
            say(f"sync {number} with {arg.readers} readers beside it", False, f"{outcome}, {json.dumps(run['error'])} {json.dumps(run['changes'])[:400]}")
    over.set()
    for each in readers:
        each.join()
    say(f"{number} syncs with {arg.readers} readers beside them", set(seen) <= {"in_sync", "error THROTTLED"} and answers[429] > 0,
        f"{dict(seen)}, the longest {longest:.1f} s; the readers were answered {dict(answers)}")
    case.works("once they are gone")
    syncs.remove([fabric])


if arg.expired:
    expired()
if arg.throttled:
    throttled()
if not (arg.expired or arg.throttled):
    all_troubles()
print(f"{failed} failed" if failed else "all ok", flush=True)
sys.exit(1 if failed else 0)
