#!/usr/bin/env python3
"""Benchmark api: how long POST /deployments and GET /deployments/{id} take under 50 clients that wait for
nothing but their answers, or pause after each (--pause), with 10,000 deployments in the table. A markdown table.

    src/test/scripts/benchmark-api.py --rounds 3
    src/test/scripts/benchmark-api.py --rounds 3 --pause 1000 --create-pause 10000 --reads 3000 --creates 200

Cloud is the simulator, with one server to a deployment. The rows are copied by SQL from one real deployment of
three servers: half COMPLETED with ten resources each, half DELETED. The clients are a JVM of their own
(src/test/java/dev/caravan/infrastructure/LoadClients.java); Caravan, PostgreSQL, simulator and clients
share the machine. Needs Python 3, psql, a built jar; DATABASE_URL is not used, the PostgreSQL is the embedded one.
"""
import json
import os
import random
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import proving

parser = proving.arguments(__doc__, port=18210, build_time=3.0)
parser.add_argument("--clients", type=int, default=50)
parser.add_argument("--rows", type=int, default=10000)
parser.add_argument("--creates", type=int, default=500, help="POSTs in a round")
parser.add_argument("--reads", type=int, default=10000, help="GETs in a round")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--pause", type=int, default=0, help="the longest pause of a client after a read, in milliseconds")
parser.add_argument("--create-pause", type=int, default=0, help="the same after a create")
parser.add_argument("--explain", action="store_true", help="print how PostgreSQL reads a deployment, its resources and a page")
arg = parser.parse_args()
arg.simulator = True
for name in ("DATABASE_URL", "DATABASE_HOST"):
    os.environ.pop(name, None)
env, simulator = proving.stage(arg)
caravan = proving.Caravan(arg.jar, env, arg.port, options=arg.java_options or "").start()


def sql(text):
    port = next((proving.work / "data").rglob("postmaster.pid")).read_text().splitlines()[3]
    password = next((proving.work / "data").rglob("postgres.password")).read_text()
    done = subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", port, "-U", "caravan", "postgres", "-c", text],
                          env=dict(os.environ, PGPASSWORD=password), capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else sys.exit(done.stderr)


def settled(seconds=900):
    """Waits until no operation runs."""
    end = time.time() + seconds
    while int(sql("select count(*) from caravan.deployments where operation is not null")):
        if time.time() > end:
            sys.exit("Operations do not end")
        time.sleep(0.5)


def load(name, lines, pause=0):
    requests = proving.work / name
    requests.write_text("\n".join(lines) + "\n")
    clients = os.path.join(os.path.dirname(__file__), "../java/dev/caravan/infrastructure/LoadClients.java")
    done = subprocess.run(["java", "-XX:+UseSerialGC", clients, str(arg.clients), proving.KEY, str(requests), str(pause)],
                          capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout), load=os.getloadavg()[0])


def creation(name):
    return f"POST {api} " + json.dumps({"name": name, "template": "one-network", "cloud_region": "here", "parameters": {"count": 1}})


api = f"http://127.0.0.1:{arg.port}/api/v1/deployments"
model = caravan.call("POST", "/deployments", {"name": "model", "template": "one-network", "cloud_region": "here", "parameters": {"count": 3}})["id"]
settled()
columns = ("id", "name", "status", "process_id", "created_at", "deleted_at")
others = sql("select string_agg(column_name, ', ') from information_schema.columns where table_schema = 'caravan' and table_name = 'deployments'"
             f" and column_name not in {columns}").strip()
sql(f"""
    insert into caravan.deployments (id, name, status, process_id, created_at, deleted_at, {others})
    select gen_random_uuid(), 'row-' || n, case when n % 2 = 0 then 'COMPLETED' else 'DELETED' end, gen_random_uuid(), now() - n * interval '1 min',
           case when n % 2 = 1 then now() end, {others}
    from caravan.deployments, generate_series(1, {arg.rows}) n where name = 'model'""")
others = sql("select string_agg('r.' || column_name, ', ') from information_schema.columns where table_schema = 'caravan'"
             " and table_name = 'deployment_resources' and column_name not in ('id', 'deployment_id', 'state')").strip()
sql(f"""
    insert into caravan.deployment_resources (id, deployment_id, state, {others.replace('r.', '')})
    select gen_random_uuid(), d.id, case when d.status = 'DELETED' then 'gone' else 'present' end, {others}
    from caravan.deployments d, caravan.deployment_resources r where r.deployment_id = '{model}' and d.name like 'row-%'""")
sql("""
    insert into caravan.deployment_events (deployment_id, process_id, type, message)
    select d.id, d.process_id, 'asked', 'deploy-infrastructure' from caravan.deployments d, generate_series(1, 3) where d.name like 'row-%'""")
sql("analyze caravan.deployments; analyze caravan.deployment_resources; analyze caravan.deployment_events")
ids = sql("select id from caravan.deployments where name like 'row-%'").split()
print(f"{len(ids)} deployments, {sql('select count(*) from caravan.deployment_resources').strip()} resources", flush=True)
if arg.explain:
    for query in (f"select * from caravan.deployments where id = '{ids[0]}'",
                  f"select * from caravan.deployment_resources where deployment_id = '{ids[0]}' and state <> 'gone' order by kind, ordinal, name",
                  "select * from caravan.deployments where status = 'PENDING' order by created_at desc, id desc limit 51",
                  f"select * from caravan.deployments where process_id = '{ids[0]}'",
                  "select min(now() - updated_at) from caravan.deployments where cloud_region = 'here' and operation is not null"):
        print(query + "\n" + sql("explain analyze " + query), flush=True)

load("warm-up", [f"GET {api}/{random.choice(ids)}" for _ in range(arg.reads // 2)])
load("warm-up", [creation(f"warm-{n}") for n in range(arg.creates // 4)])
settled()
rows = {"read: GET /deployments/{id}": [], "create: POST /deployments": [], "read while deployments are made": []}
for round_ in range(arg.rounds):
    for name, lines in zip(rows, (
            [f"GET {api}/{random.choice(ids)}" for _ in range(arg.reads)],
            [creation(f"made-{round_}-{n}") for n in range(arg.creates)],
            [f"GET {api}/{random.choice(ids)}" for _ in range(arg.reads)])):
        rows[name].append(load("requests", lines, arg.create_pause if name.startswith("create") else arg.pause))
        print(f"round {round_ + 1}, {name}: {rows[name][-1]}", flush=True)
    begun = time.time()
    settled()
    print(f"round {round_ + 1}: all settled {time.time() - begun:.0f} s later", flush=True)
failed = int(sql("select count(*) from caravan.deployments where status <> 'COMPLETED' and name like 'made-%'"))
print(f"\napi: {arg.clients} clients with pauses of up to {arg.pause} ms after reads and {arg.create_pause} ms after creates, {len(ids)} deployments in the table; {arg.rounds} rounds, medians; {failed} deployments failed\n")
print("| | p50, ms | p90, ms | p99, ms | longest, ms | a second | load |")
print("|" + " --- |" * 7)
for name, results in rows.items():
    cells = [f"{statistics.median(one[figure] for one in results):.0f}" for figure in ("p50", "p90", "p99", "max", "per_second")]
    print(f"| {name} | " + " | ".join(cells) + f" | {statistics.median(one['load'] for one in results):.1f} |")
sys.exit(1 if failed else 0)
