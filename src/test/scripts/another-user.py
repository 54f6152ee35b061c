#!/usr/bin/env python3
"""Tries, as another Unix user of the same machine, to get at a running Caravan: its embedded servers, its data folder,
the programs that it unpacked, its processes. Says what it could do; ends with 1 where there is a way in.

    sudo src/test/scripts/another-user.py --data-dir .caravan --pid $(pgrep -f caravan.jar) --user nobody

Run as root; everything is then tried as --user. Needs Python 3 and setpriv alone.
"""
import argparse
import hashlib
import hmac
import os
import pathlib
import pwd
import socket
import stat
import struct
import subprocess
import sys

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--data-dir", required=True)
parser.add_argument("--pid", type=int, required=True, help="the process of Caravan")
parser.add_argument("--user", default="nobody")
parser.add_argument("--ports", default="", help=argparse.SUPPRESS)
parser.add_argument("--as-other", action="store_true", help=argparse.SUPPRESS)
arg = parser.parse_args()
data = pathlib.Path(arg.data_dir).resolve()
ways_in = []


def tried(what, answer, got_in):
    print(f"{'WAY IN ' if got_in else 'closed '} {what}: {answer}")
    if got_in:
        ways_in.append(what)


def family(pid):
    """The process and all that came from it, and the embedded servers."""
    parents = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            parents[int(entry.name)] = int(fields[1])
        except (OSError, IndexError):
            pass
    found = {pid}
    for each in sorted(parents):
        if parents[each] in found:
            found.add(each)
    for each in parents:
        try:
            if str(data) in pathlib.Path(f"/proc/{each}/cmdline").read_text():
                found.add(each)
        except OSError:
            pass
    return sorted(each for each in found if each != os.getpid())


def postgres(port, user, database, password):
    """Logs in as libpq would; what the server says, and whether it let us in."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        body = struct.pack("!I", 196608) + f"user\0{user}\0database\0{database}\0\0".encode()
        connection.sendall(struct.pack("!I", len(body) + 4) + body)
        while True:
            head = connection.recv(1)
            if not head:
                return "connection closed", False
            length = struct.unpack("!I", connection.recv(4))[0] - 4
            content = b""
            while len(content) < length:
                content += connection.recv(length - len(content))
            if head == b"E":
                return " ".join(part[1:] for part in content.decode(errors="replace").split("\0") if part[:1] == "M"), False
            if head == b"R":
                kind = struct.unpack("!I", content[:4])[0]
                if kind == 0:
                    return "logged in", True
                if kind == 10:
                    nonce = "rOprNGfwEbeRWgbNEkqO"
                    bare = f"n=,r={nonce}"
                    first = ("n,," + bare).encode()
                    message = b"SCRAM-SHA-256\0" + struct.pack("!I", len(first)) + first
                    connection.sendall(b"p" + struct.pack("!I", len(message) + 4) + message)
                elif kind == 11:
                    parts = dict(part.split("=", 1) for part in content[4:].decode().split(","))
                    import base64
                    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(parts["s"]), int(parts["i"]))
                    key = hmac.digest(salted, b"Client Key", "sha256")
                    last = "c=biws,r=" + parts["r"]
                    signed = hmac.digest(hashlib.sha256(key).digest(), f"{bare},{content[4:].decode()},{last}".encode(), "sha256")
                    proof = base64.b64encode(bytes(a ^ b for a, b in zip(key, signed))).decode()
                    answer = f"{last},p={proof}".encode()
                    connection.sendall(b"p" + struct.pack("!I", len(answer) + 4) + answer)
                else:
                    return f"asks for authentication {kind}", False


def redis(port, command):
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.settimeout(3)
        connection.sendall(command.encode() + b"\r\n")
        return connection.recv(200).decode(errors="replace").strip()


def try_everything():
    ports = [int(each) for each in arg.ports.split(",") if each]
    for port in ports:
        for user, password in (("postgres", ""), ("postgres", "postgres"), ("caravan", ""), ("caravan", "caravan"), ("root", ""), ("nobody", "")):
            for database in ("postgres", "template1"):
                try:
                    tried(f"PostgreSQL at port {port} as {user} with '{password}' to {database}", *postgres(port, user, database, password))
                except OSError as refused:
                    tried(f"PostgreSQL at port {port} as {user}", refused, False)
        for command in ("PING", "INFO", "CONFIG GET dir", "KEYS *", "EVAL 'return 1' 0", "AUTH default x", "AUTH caravan caravan", "SHUTDOWN"):
            try:
                said = redis(port, command)
                tried(f"Redis at port {port}: {command}", said[:80] or "nothing", said.startswith(("+", "$", "*", ":")))
            except OSError as refused:
                tried(f"Redis at port {port}: {command}", refused, False)
    for folder in ("/tmp", "/var/run/postgresql", "/run"):
        for path in pathlib.Path(folder).glob(".s.PGSQL.*"):
            if path.suffix.lstrip(".") in arg.ports.split(","):
                tried(f"socket {path}", "is there", True)
    for path in [data] + [data / name for name in ("postgres.password", "postgres", "postgres/pg_hba.conf", "postgres/base", "redis", "redis/redis.conf",
                                                   "redis/dump.rdb", "programs", "lock", "node")]:
        for how, access in (("read", os.R_OK), ("write", os.W_OK)):
            tried(f"{how} {path}", "possible" if os.access(path, access) else "denied", os.access(path, access))
        try:
            tried(f"list {path}", f"{len(os.listdir(path))} names", True)
        except OSError as denied:
            tried(f"list {path}", denied.strerror, isinstance(denied, NotADirectoryError))
        try:
            path.joinpath("planted").write_text("x")
            tried(f"plant in {path}", "done", True)
        except OSError as denied:
            tried(f"plant in {path}", denied.strerror, False)
    for pid in family(arg.pid):
        program = "?"
        try:
            line = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
            program = line.split(b"\0")[0].decode(errors="replace").rsplit("/", 1)[-1]
        except OSError as denied:
            tried(f"command line of {pid}", denied.strerror, False)
        for name in ("environ", "mem", "maps", "cwd", "root", "exe"):
            try:
                path = pathlib.Path(f"/proc/{pid}/{name}")
                content = os.readlink(path) if name in ("cwd", "root", "exe") else open(path, "rb").read(1)
                tried(f"{name} of {pid} ({program})", str(content)[:60], True)
            except OSError as denied:
                tried(f"{name} of {pid} ({program})", denied.strerror, False)
        try:
            os.kill(pid, 0)
            tried(f"signal to {pid} ({program})", "would be taken", True)
        except OSError as denied:
            tried(f"signal to {pid} ({program})", denied.strerror, False)
        try:
            program = os.readlink(f"/proc/{pid}/exe")
        except OSError:
            pass
    for folder in pathlib.Path("/tmp").glob("embedded-pg*"):
        used = any(str(folder) in (pathlib.Path(f"/proc/{pid}/cmdline").read_text(errors="replace")) for pid in family(arg.pid))
        tried(f"programs in {folder}", "are run from there" if used else "are not run", used)


if arg.as_other:
    try_everything()
    print(f"as {pwd.getpwuid(os.getuid()).pw_name}: {len(ways_in)} ways in")
    sys.exit(1 if ways_in else 0)

if os.getuid() != 0:
    sys.exit("Run this as root: it tries everything as another user")
open_files = []
for folder, folders, files in os.walk(data):
    for name in [""] + files:
        path = os.path.join(folder, name)
        try:
            mode = os.lstat(path)
        except OSError:
            continue
        if not stat.S_ISLNK(mode.st_mode) and mode.st_mode & 0o077:
            open_files.append(f"{stat.filemode(mode.st_mode)} {path}")
print(f"below {data}: {len(open_files)} open to others" + "".join("\n  " + each for each in open_files[:20]))
ports = [path.read_text().strip() for path in (data / "postgres.port", data / "redis.port") if path.exists()]
secret = [path.read_bytes().strip() for path in [data / "postgres.password"] if path.exists()]
redis_settings = data / "redis/redis.conf"
if redis_settings.exists():
    secret += [part[1:].encode() for part in redis_settings.read_text().split() if part.startswith(">")]
shown = 0
for pid in family(arg.pid):
    line = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    if any(each in line for each in secret):
        shown += 1
        print(f"WAY IN  the command line of {pid} shows a password")
print(f"command lines of {len(family(arg.pid))} processes: {shown} show a password")
user = pwd.getpwnam(arg.user)
script = pathlib.Path(__file__).read_text()
done = subprocess.run(["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs", sys.executable, "-", "--as-other",
                       f"--data-dir={data}", f"--pid={arg.pid}", f"--ports={','.join(ports)}"],
                      input=script, text=True, cwd="/", env={"PATH": "/usr/bin:/bin"})
sys.exit(1 if done.returncode or open_files or shown else 0)
