#!/usr/bin/env python3
"""Sends what nobody should send to every operation of the API's own description: U+0000, halves of surrogate pairs, far
times, null in lists, odd cursors, headers beyond ASCII, wrong types and methods, duplicate keys, text after the document,
deep nesting, long addresses and texts, numbers that no number type holds, bytes that are no UTF-8. Ends with 1 where an answer
is a 5xx, an error in another shape than the API's, or a status that the description does not name; and where the key no longer
lets in, for then most of the requests have tried nothing.

    src/test/scripts/bad-input.py --url http://localhost:8080 --key KEY [--only /api/v1/users] [--every 1]

The key is best CARAVAN_BOOTSTRAP_API_KEY of a Caravan of the sandbox profile that nobody needs: objects are made and
changed there. Needs Python 3 alone.
"""
import argparse
import collections
import itertools
import json
import random
import re
import socket
import sys
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True
import bad_values as bad

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--url", default="http://localhost:8080")
parser.add_argument("--key", required=True)
parser.add_argument("--only", default="", help="operations whose path begins with this")
parser.add_argument("--every", type=int, default=1, help="each n-th request alone, chosen by --seed")
parser.add_argument("--seed", type=int, default=1)
arg = parser.parse_args()
address = urllib.parse.urlsplit(arg.url)
NOBODY = "00000000-0000-4000-8000-000000000000"
INNER = re.compile(r"(?:dev\.caravan|org\.\w+\.|java\.(?:lang|util|time|io)|com\.fasterxml|PSQLException|SQLException|Exception:|\bat [\w.$]+\()")
MOST_MESSAGE = 2200
SHAPE = {"error", "message", "details", "timestamp", "request_id"}


def raw(method, target, headers=(), body=None):
    """One request exactly as it is given; (status, headers, body), status 0 where nothing came back."""
    lines = [f"{method} {target} HTTP/1.1".encode("latin-1", "replace")]
    names = {name.lower() for name, _ in headers}
    usual = [("Host", address.netloc), ("X-API-Key", arg.key), ("Connection", "close"), ("Content-Type", "application/json")]
    if body is not None:
        usual.append(("Content-Length", str(len(body))))
    for name, value in [*(each for each in usual if each[0].lower() not in names), *headers]:
        lines.append(name.encode() + b": " + (value if isinstance(value, bytes) else value.encode("latin-1", "replace")))
    answer = b""
    with socket.create_connection((address.hostname, address.port), 20) as peer:
        try:
            peer.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + (body or b""))
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before it was read
        try:
            while not ended(answer) and (part := peer.recv(65536)):
                answer += part
        except (ConnectionResetError, TimeoutError):
            pass
    head, _, content = answer.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.1 (\d+)", head)
    known = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    if known.get(b"transfer-encoding") == b"chunked":
        content = unchunked(content)
    return int(status[1]) if status else 0, known, content


def ended(answer):
    """Whether no more is to be read, though the server keeps the connection: a stream of events, an upgrade."""
    head, blank, content = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(blank) and (b"text/event-stream" in head or b"HTTP/1.1 101" in head or bool(length) and len(content) >= int(length[1]))


def unchunked(data):
    whole = b""
    while data:
        size, _, data = data.partition(b"\r\n")
        length = int(size or b"0", 16)
        whole, data = whole + data[:length], data[length + 2:]
    return whole


def call(method, path, body=None):
    status, _, content = raw(method, path, body=None if body is None else json.dumps(body).encode())
    return json.loads(content) if content and status < 400 else None


def example(schema, depth=0):
    """A document that fits the schema."""
    if "$ref" in schema:
        return example(api["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth + 1)
    if "default" in schema:
        return schema["default"]
    if "example" in schema:
        return schema["example"]
    if "enum" in schema:
        return schema["enum"][0]
    for word in ("oneOf", "anyOf", "allOf"):
        if word in schema:
            return example(schema[word][0], depth)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object" or "properties" in schema:
        return {name: example(each, depth + 1) for name, each in schema.get("properties", {}).items() if depth < 6}
    if kind == "array":
        return [example(schema["items"], depth + 1)]
    return {"integer": 1, "number": 1.5, "boolean": True}.get(kind, "2030-01-01T00:00:00Z" if schema.get("format") == "date-time" else "x")


def real_ids():
    """Something that stands for each {id} of a path: the first item of the list above it, made where there is none."""
    call("POST", "/api/v1/webhooks", {"url": "https://example.com/hook", "events": ["process.completed"]})
    call("POST", "/api/v1/workflows/import-vendors", {"selected_vendors": ["Acme"], "dry_run": True})
    found = {}
    for path in api["paths"]:
        before, brace, _ = path.partition("/{")
        if brace and before not in found:
            items = (call("GET", before) or {}).get("items", [])
            found[before] = next((str(each.get("id") or each.get("name")) for each in items), NOBODY)
    return found


def requests_of(path, method, operation):
    """(what is bad, method, target, headers, body) for everything that is tried on one operation."""
    parameters = operation.get("parameters", [])
    before = path.partition("/{")[0]
    real = NOBODY if method == "DELETE" else ids.get(before, NOBODY)
    values = {each["name"]: real if i == 0 else NOBODY for i, each in enumerate(p for p in parameters if p["in"] == "path")}
    target = path.format(**values)
    content = operation.get("requestBody", {}).get("content", {})
    valid = example(next(iter(content.values()))["schema"]) if content else None
    body = None if valid is None else json.dumps(valid).encode()
    for name, value in itertools.product(values, bad.ENCODED):
        yield "path", method, path.format(**{**values, name: value}), (), body
    for name in [each["name"] for each in parameters if each["in"] == "query"] + ["nobody_knows"]:
        for value in (*bad.ENCODED, *map(urllib.parse.quote, bad.FAR_TIMES), *(bad.CURSORS if name == "cursor" else ())):
            yield "query", method, f"{target}?{name}={value}", (), body
        yield "query", method, f"{target}?{name}=a&{name}=b", (), body
        for limit in bad.LIMITS if name == "limit" else ():
            yield "query", method, f"{target}?limit={limit}", (), body
        yield "query", method, f"{target}?{name}=1&{name}=1&{name}=", (), body
    for query in ("?%", "?=", "?&&", "?%00=1", "?\u00e9", "?a[]=1", "?" + "a" * 20_000, "/" * 50, "/" + "a" * 20_000, "//..//", "/%2e%2e/", ";x=1"):
        yield "address", method, target + query, (), body
    for name, value in itertools.product(bad.HEADERS, bad.HEADER_VALUES):
        yield "header", method, target, ((name, value),), body
    for kind in bad.TYPES:
        yield "type", method, target, (("Content-Type", kind),), body if body is not None else b"{}"
        yield "accept", method, target, (("Accept", kind),), body
    for other in bad.METHODS:
        # What stands is not taken away: the key that calls may be among it.
        yield "method", other, path.format(**dict.fromkeys(values, NOBODY)) if other == "DELETE" else target, (("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "PUT")), None
    if valid is not None:
        for whole in bad.bodies(valid):
            yield "body", method, target, (), whole
        for to, document in [(target, valid), *described_elsewhere(path, method)]:
            for each in bad.changed(document):
                yield "value", method, to, (), each


def described_elsewhere(path, method):
    """(target, body) of bodies whose keys another document says: forms of workflows, templates and their parameters."""
    if method == "POST" and path == "/api/v1/workflows/{name}":
        for each in call("GET", "/api/v1/workflows")["items"]:
            yield f"/api/v1/workflows/{each['name']}", example(call("GET", f"/api/v1/workflows/{each['name']}/form"))
    template = call("GET", "/api/v1/templates/web-app-stack") if method == "POST" else None
    if path == "/api/v1/templates":
        yield path, {**template["content"], "name": "bad-input"}
    if path == "/api/v1/deployments":
        numbers = {name: each["default"] for name, each in template["parameters"]["properties"].items() if "default" in each}
        yield path, {"name": "bad-input", "template": "web-app-stack", "cloud_region": "sandbox", "dry_run": True, "parameters": numbers}


def judge(status, headers, content, method, what, operation):
    """What is wrong with an answer, None where nothing is."""
    if status == 0:
        return "no answer"
    if status >= 500:
        return str(status)
    usual = what in ("query", "body", "value", "accept", "type") or what == "header" and status not in (101, 417)
    if usual and str(status) not in operation["responses"]:
        return f"{status} is not described"
    if status < 400 or method == "HEAD":
        return None
    try:
        body = json.loads(content)
    except ValueError:
        return f"{status} in no JSON: {content[:60]!r}"
    if not b"application/json" in headers.get(b"content-type", b"") or not isinstance(body, dict) or set(body) != SHAPE:
        return f"{status} in another shape: {content[:80]!r}"
    if len(body["message"]) > MOST_MESSAGE:
        return f"{status} with a message of {len(body['message'])} characters"
    inner = INNER.search(content.decode("utf-8", "replace"))
    return f"{status} says {inner[0]}" if inner else None


with urllib.request.urlopen(arg.url + "/v3/api-docs") as described:
    api = json.load(described)
ids, chance = real_ids(), random.Random(arg.seed)
statuses, wrong, operations = collections.Counter(), collections.defaultdict(list), 0
for path, by_method in sorted(api["paths"].items()):
    for method, operation in by_method.items():
        if not path.startswith(arg.only):
            continue
        operations += 1
        for what, verb, target, headers, body in requests_of(path, method.upper(), operation):
            if arg.every > 1 and chance.randrange(arg.every):
                continue
            status, got, content = raw(verb, target, headers, body)
            statuses[status] += 1
            problem = judge(status, got, content, verb, what, operation)
            if problem:
                wrong[method.upper() + " " + path, what, problem].append((verb, target[:150], headers and (headers[0][0], headers[0][1][:40]), body and body[:200]))
for (operation, what, problem), those in sorted(wrong.items()):
    print(f"{len(those):5} x {problem}: {operation} ({what}), such as {those[0]}")
print(f"{sum(statuses.values())} requests to {operations} operations: " + ", ".join(f"{n} x {status}" for status, n in sorted(statuses.items())))
print(f"{sum(n for status, n in statuses.items() if status >= 500)} x 5xx, {sum(map(len, wrong.values()))} wrong answers of {len(wrong)} kinds")
lost = raw("GET", "/api/v1/auth/me")[0] == 401
if lost:
    print("The key no longer lets in: most of this has tried nothing")
sys.exit(1 if wrong or lost else 0)
