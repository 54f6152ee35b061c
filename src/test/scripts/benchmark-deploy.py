#!/usr/bin/env python3
"""Benchmark deploy: a network, a security group and N servers by Caravan, and by a bare client that only
sends the calls, in turn; then their removal. Medians of rounds, as a markdown table.

    src/test/scripts/benchmark-deploy.py --simulator --rounds 5 --servers 3,20,100
    OS_AUTH_URL=... OS_USERNAME=... OS_PASSWORD=... OS_PROJECT_NAME=... src/test/scripts/benchmark-deploy.py --servers 3,20

Caravan's time is from POST /deployments until GET says COMPLETED, asked ten times a second; its requests
are those of its own metric. Log-ins are in neither. Template one-network. Python 3 and a built jar.
"""
import os
import statistics
import sys
import time

sys.dont_write_bytecode = True
import bare_openstack
import proving

parser = proving.arguments(__doc__, port=18200, build_time=2.0, delete_time=1.0)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--servers", default="3,20,100")
parser.add_argument("--flavor", default="m1.tiny")
parser.add_argument("--image", default="ubuntu-22.04")
parser.add_argument("--phases", action="store_true", help="print where Caravan's time and, on the simulator, the requests went")
arg = parser.parse_args()
env, simulator = proving.stage(arg)
cloud = proving.Cloud(env)
caravan = proving.Caravan(arg.jar, env, arg.port, options=arg.java_options or "").start()


def await_end(deployment, status):
    while True:
        view = caravan.call("GET", f"/deployments/{deployment}")
        if view["operation"] is None:
            if view["status"] != status:
                sys.exit(f"{view['name']} is {view['status']}: {view['error']}")
            return view
        time.sleep(0.1)


def timed(act, count):
    had, begun = count(), time.perf_counter()
    result = act()
    return time.perf_counter() - begun, count() - had, result


def by_caravan(name, servers):
    def create():
        wanted = {"name": name, "template": "one-network", "cloud_region": "here",
                  "parameters": {"count": servers, "flavor": arg.flavor, "image": arg.image}}
        made = caravan.call("POST", "/deployments", wanted)["id"]
        return await_end(made, "COMPLETED")

    def remove():
        caravan.call("DELETE", f"/deployments/{view['id']}")
        return await_end(view["id"], "DELETED")

    def count():
        return caravan.metric("caravan_openstack_requests_total")

    made, view = phases(timed, create, count)
    gone, _ = phases(timed, remove, count)
    return made + gone


def phases(timed, act, count):
    if simulator and arg.phases:
        simulator.control("DELETE", "/requests")
    begun = time.time()
    seconds, requests, view = timed(act, count)
    if arg.phases:
        for step in caravan.call("GET", f"/processes/{view['process_id']}/steps")["items"]:
            for attempt in step["attempts"]:
                at = proving.moment(attempt["started_at"]) - begun
                end = proving.moment(attempt["ended_at"]) - begun if attempt["ended_at"] else seconds
                print(f"    {at:7.3f} to {end:7.3f} s, {end - at:6.3f}  {step.get('activity_id') or step.get('id')}")
        print(f"    seen after {seconds:.3f} s; {simulator.requests()['requests'] if simulator else requests}")
    return (seconds, requests), view


def by_hand(name, servers):
    bare = bare_openstack.Bare(cloud, name, arg.flavor, arg.image)
    made = timed(lambda: bare.create(servers), lambda: sum(bare.requests.values()))
    gone = timed(bare.remove, lambda: sum(bare.requests.values()))
    return made[:2] + gone[:2]


def median(results, figure):
    return statistics.median(each[figure] for each in results)


by_caravan(f"bench{os.getpid()}-warm-up", 3)
by_caravan(f"bench{os.getpid()}-warm-up-2", 20)
rows = []
for servers in map(int, arg.servers.split(",")):
    ours, bare, loads = [], [], []
    for round_ in range(arg.rounds):
        cloud.log_in()
        bare.append(by_hand(f"bare{os.getpid()}-{servers}-{round_}", servers))
        ours.append(by_caravan(f"bench{os.getpid()}-{servers}-{round_}", servers))
        loads.append(os.getloadavg()[0])
        print(f"{servers} servers, round {round_ + 1}: bare {bare[-1][0]:.2f} s, {bare[-1][1]:.0f} requests, gone in {bare[-1][2]:.2f} s, "
              f"{bare[-1][3]:.0f}; Caravan {ours[-1][0]:.2f} s, {ours[-1][1]:.0f}, {ours[-1][2]:.2f} s, {ours[-1][3]:.0f}; load {loads[-1]:.1f}",
              flush=True)
    cells = []
    for time_, requests in ((0, 1), (2, 3)):
        ratios = [one[time_] / other[time_] for one, other in zip(ours, bare)]
        cells += [f"{median(bare, time_):.2f}", f"{median(ours, time_):.2f}", f"{statistics.median(ratios):.2f}",
                  f"{median(bare, requests):.0f}", f"{median(ours, requests):.0f}"]
    rows.append([str(servers), *cells, f"{min(loads):.1f} to {max(loads):.1f}"])
where = f"the simulator, build {arg.build_time:g} s, delete {arg.delete_time:g} s" if simulator else "the cloud of OS_AUTH_URL"
print(f"\ndeploy: one-network on {where}; {arg.rounds} rounds in turn, medians; ratios are medians of the ratios round by round\n")
print("| servers | bare, s | Caravan, s | ratio | requests, bare | Caravan | delete: bare, s | Caravan, s | ratio | requests, bare | Caravan | load |")
print("|" + " --- |" * 12)
for row in rows:
    print("| " + " | ".join(row) + " |")
