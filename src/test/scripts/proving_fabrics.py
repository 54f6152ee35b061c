"""What the scripts about fabrics share: a cluster asked by its own API, real or simulated, a git
repository that declares a fabric, and Caravan beside them. Python 3 and git alone.
"""
import json
import os
import pathlib
import re
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import proving

NO_CLOUD = dict(proving.DEMO, OS_AUTH_URL="http://127.0.0.1:9/v3")
SIMULATOR = "dev.caravan.sandbox.kubernetes.StandaloneKubernetes"
KINDS = {"IPv4Namespace": ("vpc", "ipv4namespaces"), "VLANNamespace": ("wiring", "vlannamespaces"), "Switch": ("wiring", "switches"),
         "Server": ("wiring", "servers"), "Connection": ("wiring", "connections"), "VPC": ("vpc", "vpcs")}


class Simulator:
    """The simulated Kubernetes API in a process of its own."""

    def __init__(self, jar, port=0):
        command = ["java", "-XX:+UseSerialGC", "-cp", str(proving.unpacked(jar)), SIMULATOR, f"--port={port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        proving.started.append(self.process)
        said = self.process.stdout.readline()
        found = re.search(r"(http://[\d.:]+)", said) or sys.exit("The simulator does not start: " + said + self.process.stdout.read())
        self.url = found.group(1)
        threading.Thread(target=self.process.stdout.read, daemon=True).start()


class Cluster:
    """The cluster's own word, as its administrator."""

    def __init__(self, url, ca="", token="sandbox-admin", namespace="default"):
        self.url, self.ca, self.token, self.namespace = url, ca, token, namespace
        self.tls = ssl.create_default_context(cafile=ca) if ca else None

    def send(self, method, path, body=None, content="application/json"):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": content}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60, context=self.tls) as answer:
            text = answer.read()
        return json.loads(text) if text[:1] in (b"{", b"[") else text.decode()

    def path(self, kind, name=""):
        group, plural = KINDS[kind]
        return f"/apis/{group}.githedgehog.com/v1beta1/namespaces/{self.namespace}/{plural}" + (f"/{name}" if name else "")

    def objects(self):
        """All there is of the kinds of a fabric, by kind and name."""
        return {(kind, one["metadata"]["name"]): one for kind in KINDS for one in self.send("GET", self.path(kind))["items"]}

    def versions(self):
        return {key: one["metadata"]["resourceVersion"] for key, one in self.objects().items()}

    def edit(self, kind, name, patch, manager="somebody"):
        return self.send("PATCH", self.path(kind, name) + f"?fieldManager={manager}", patch, "application/merge-patch+json")

    def make_namespace(self, name):
        try:
            self.send("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
        except urllib.error.HTTPError as there:
            if there.code != 409:
                raise
        self.namespace = name

    def clear(self):
        for kind in KINDS:
            self.send("DELETE", self.path(kind))

    def requests(self):
        """Requests for the kinds of fabrics that the server has counted, by verb; those of this script are among them."""
        counts = {}
        for line in self.send("GET", "/metrics").splitlines():
            if line.startswith("apiserver_request_total{") and "githedgehog" in line:
                verb = re.search(r'verb="(\w+)"', line).group(1)
                counts[verb] = counts.get(verb, 0) + float(line.rsplit(" ", 1)[1])
        return counts


def declared(count, number=1):
    """So many objects in the shape of Hedgehog's kinds: (kind, name, spec)."""
    objects = [("IPv4Namespace", f"ip-{number}", {"subnets": ["10.0.0.0/8"]}),
               ("VLANNamespace", f"vlan-{number}", {"ranges": [{"from": 1000, "to": 2999}]})]
    for i in range(count - 2):
        which = i % 10
        if which == 0:
            objects.append(("Switch", f"switch-{i}", {"role": "server-leaf", "description": f"Leaf {i}", "asn": 65100 + i % 400}))
        elif which < 3:
            objects.append(("Server", f"server-{i}", {"description": f"Server {i}"}))
        elif which < 5:
            link = {"server": {"port": f"server-{i}/enp2s1"}, "switch": {"port": f"switch-{i - which}/E1/{which}"}}
            objects.append(("Connection", f"connection-{i}", {"unbundled": {"link": link}}))
        else:
            subnet = {"subnet": f"10.{i // 250 % 250}.{i % 250}.0/24", "vlan": 1000 + i % 1999, "gateway": f"10.{i // 250 % 250}.{i % 250}.1"}
            objects.append(("VPC", f"vpc-{i}", {"ipv4Namespace": f"ip-{number}", "vlanNamespace": f"vlan-{number}", "subnets": {"default": subnet}}))
    return objects


def manifest(kind, name, spec):
    return {"apiVersion": f"{KINDS[kind][0]}.githedgehog.com/v1beta1", "kind": kind, "metadata": {"name": name}, "spec": spec}


class Repository:
    """A git repository with a folder that declares a fabric, one file a kind."""

    def __init__(self, name="fabric"):
        self.folder = proving.work / name
        self.git("init", "-q", "-b", "main", str(self.folder), cwd=proving.work)
        self.objects = {}

    def git(self, *arguments, cwd=None):
        env = dict(os.environ, GIT_AUTHOR_NAME="proof", GIT_AUTHOR_EMAIL="proof@localhost", GIT_COMMITTER_NAME="proof",
                   GIT_COMMITTER_EMAIL="proof@localhost")
        return subprocess.run(["git", *arguments], cwd=cwd or self.folder, env=env, check=True, capture_output=True, text=True).stdout

    def write(self, objects, message="Declare the fabric", folder="fabric"):
        """Commits exactly these objects."""
        self.objects = {(kind, name): spec for kind, name, spec in objects}
        place = self.folder / folder
        place.mkdir(exist_ok=True)
        for kind in KINDS:
            of_kind = [manifest(*one) for one in objects if one[0] == kind]
            (place / f"{kind.lower()}s.yaml").write_text("\n---\n".join(json.dumps(one, indent=1) for one in of_kind) + "\n")
        return self.commit(message)

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").strip()


def stage(arg):
    """The cluster to prove on: the one in the environment, or a simulated one."""
    if arg.simulator:
        return Cluster(Simulator(arg.jar).url)
    if "KUBE_URL" not in os.environ:
        sys.exit("No cluster: set KUBE_URL, KUBE_CA and KUBE_TOKEN (an administrator's), or give --simulator")
    return Cluster(os.environ["KUBE_URL"], os.environ.get("KUBE_CA", ""), os.environ["KUBE_TOKEN"])


def caravan(arg, port=None, data="data", roles=None):
    node = proving.Caravan(arg.jar, NO_CLOUD, port or arg.port, data=data, options=arg.java_options)
    # Repositories are folders here, and the simulator speaks plain http.
    node.env.update(LIBRARY_SCHEMES="file,https,ssh", CARAVAN_PLAIN_HTTP_HOSTS="127.0.0.1")
    if roles:
        node.env["CARAVAN_ROLES"] = roles
    return node


def await_worker(node, patience=240):
    """A node answers a moment before it says what it serves."""
    end = time.time() + patience
    while time.time() < end:
        if any(one["topic"] == "git.read-fabric" and one["served"] for one in node.call("GET", "/workers")["topics"]):
            return node
        time.sleep(0.1)
    sys.exit("Nobody serves fabrics")


def fabric(name, cluster, repository, /, **more):
    body = {"name": name, "api_groups": [], "sync_interval": 0, "policy": "apply",
            "cluster": {"server": cluster.url, "namespace": cluster.namespace, "token": "sandbox-writer",
                        "ca": pathlib.Path(cluster.ca).read_text() if cluster.ca else ""},
            "git": {"url": str(repository.folder), "ref": "main", "path": "fabric"}}
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(body.get(key), dict):
            body[key].update(value)
        else:
            body[key] = value
    return body


def sync(node, fabric_id, patience=120, query=""):
    """Syncs now and waits for the end of that very run."""
    begun = proving.send("POST", f"http://127.0.0.1:{node.port}/api/v1/fabrics/{fabric_id}/sync{query}", None, {"X-API-Key": proving.KEY})[0]
    return ended(node, fabric_id, begun["run_id"], patience)


def ended(node, fabric_id, run, patience=120):
    end = time.time() + patience
    while time.time() < end:
        view = node.call("GET", f"/fabrics/{fabric_id}/runs/{run}")
        if view["ended_at"]:
            return view
        time.sleep(0.05)
    sys.exit(f"Run {run} does not end: {json.dumps(view)}")


def await_objects(node, cluster, fabric_id, run, count):
    """Waits until so many objects are there, as long as the run goes on that makes them."""
    while len(cluster.objects()) < count:
        view = node.call("GET", f"/fabrics/{fabric_id}/runs/{run}")
        if view["ended_at"] and len(cluster.objects()) < count:
            sys.exit(f"Run {run} has ended with {len(cluster.objects())} objects: {json.dumps(view)[:2000]}")
        time.sleep(0.02)
