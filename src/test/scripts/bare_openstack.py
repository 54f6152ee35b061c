"""The least that a client needs to deploy N servers: what Caravan is measured against. A network, a subnet,
a security group with two rules, the ports by one bulk POST, the servers by several POSTs at a time, one
list each half second; the removal in the same spirit. Python 3 alone, a kept connection for each thread.
"""
import collections
import concurrent.futures
import http.client
import json
import threading
import time
import urllib.parse


class Bare:
    def __init__(self, cloud, name, flavor, image, parallel=8, poll=0.5):
        self.cloud, self.name, self.flavor, self.image, self.poll = cloud, name, flavor, image, poll
        self.pool = concurrent.futures.ThreadPoolExecutor(parallel)
        self.local, self.lock, self.requests = threading.local(), threading.Lock(), collections.Counter()

    def call(self, method, service, path, body=None):
        url = urllib.parse.urlsplit(self.cloud.urls[service] + path)
        with self.lock:
            self.requests[method] += 1
        connections = self.local.__dict__.setdefault("connections", {})
        if url.netloc not in connections:
            kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
            connections[url.netloc] = kind(url.netloc, timeout=300)
        connection = connections[url.netloc]
        asked = (method, url.path + ("?" + url.query if url.query else ""), None if body is None else json.dumps(body),
                 dict(self.cloud.headers, **{"Content-Type": "application/json"}))
        try:
            connection.request(*asked)
            answer = connection.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):  # It was kept, and the server had ended it.
            connection.close()
            connection.request(*asked)
            answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 400 and not (method == "DELETE" and answer.status == 404):
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return json.loads(text) if text else {}

    def each(self, act, items):
        return [done.result() for done in [self.pool.submit(act, item) for item in items]]

    def post(self, kind, **content):
        return self.call("POST", "network", f"/{kind}s".replace("_", "-"), {kind: content})[kind]["id"]

    def look_up(self):
        flavors = self.pool.submit(self.call, "GET", "compute", "/flavors")
        image_path = "/images" if self.cloud.urls["image"].endswith("/v2") else "/v2/images"
        images = self.pool.submit(self.call, "GET", "image", f"{image_path}?name={self.image}")
        flavor = next(one["id"] for one in flavors.result()["flavors"] if one["name"] == self.flavor)
        return flavor, images.result()["images"][0]["id"]

    def make_network(self):
        self.network = self.post("network", name=self.name)
        return self.post("subnet", name=self.name, network_id=self.network, ip_version=4, cidr="10.20.0.0/22")

    def make_group(self):
        self.group = self.post("security_group", name=self.name)
        rule = {"security_group_id": self.group, "direction": "ingress", "ethertype": "IPv4"}
        self.call("POST", "network", "/security-group-rules", {"security_group_rules": [
            dict(rule, protocol="tcp", port_range_min=22, port_range_max=22), dict(rule, protocol="icmp")]})

    def create(self, servers):
        flavor, image = self.look_up()
        subnet, group = self.pool.submit(self.make_network), self.pool.submit(self.make_group)
        subnet, _ = subnet.result(), group.result()
        ports = self.call("POST", "network", "/ports", {"ports": [
            {"name": f"{self.name}-{n}", "network_id": self.network, "fixed_ips": [{"subnet_id": subnet}], "security_groups": [self.group]}
            for n in range(servers)]})["ports"]
        self.ports = [port["id"] for port in ports]
        self.servers = self.each(lambda n: self.call("POST", "compute", "/servers", {"server": {
            "name": f"{self.name}-{n}", "flavorRef": flavor, "imageRef": image, "networks": [{"port": self.ports[n]}]}})["server"]["id"],
            range(servers))
        while True:
            states = [one["status"] for one in self.listed("/servers/detail")]
            if "ERROR" in states:
                raise RuntimeError("A server is in ERROR")
            if states.count("ACTIVE") == servers:
                return
            time.sleep(self.poll)

    def listed(self, path):
        return self.call("GET", "compute", f"{path}?name=%5E{self.name}-")["servers"]

    def remove(self):
        self.each(lambda one: self.call("DELETE", "compute", "/servers/" + one["id"]), self.listed("/servers"))
        while self.listed("/servers"):
            time.sleep(self.poll)
        self.each(lambda one: self.call("DELETE", "network", "/ports/" + one), self.ports)
        self.each(lambda path: self.call("DELETE", "network", path),
                  [f"/networks/{self.network}", f"/security-groups/{self.group}"])
        self.pool.shutdown()
