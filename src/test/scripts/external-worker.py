#!/usr/bin/env python3
"""Flowable's own client for external workers against the running product: takes, completes and fails steps.

    python3 -m venv venv && venv/bin/pip install flowable-external-worker-client
    venv/bin/python src/test/scripts/external-worker.py --jar target/caravan.jar

Starts the jar in profile sandbox with a process of its own whose topic no route serves (CARAVAN_CONTENT_LOCATIONS).
Ends with 1 where anything is not as it should be.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from flowable.external_worker_client.engine_rest_variable import EngineRestVariable
from flowable.external_worker_client.flowable_rest_exception import FlowableRestException
from flowable.external_worker_client.restclient import FlowableExternalWorkerRestClient

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--jar", default="target/caravan.jar")
parser.add_argument("--keep", action="store_true", help="leave Caravan running")
arg = parser.parse_args()

TOPIC = "labels.print"
ADMIN = "admin-key-of-this-script-0123456789abcdefghij"
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:flowable="http://flowable.org/bpmn" targetNamespace="https://caravan.dev/processes">
  <process id="print-labels" name="Print labels" isExecutable="true">
    <documentation>Prints the labels of a rack.</documentation>
    <startEvent id="start" name="Labels wanted"><documentation>Somebody asked.</documentation></startEvent>
    <serviceTask id="print" name="Print" flowable:type="external-worker" flowable:topic="labels.print" flowable:exclusive="false">
      <documentation>A worker outside of Caravan prints them.</documentation>
      <extensionElements>
        <flowable:externalWorkerInParameter source="rack" target="rack"/>
        <flowable:externalWorkerOutParameter source="printed" target="printed"/>
      </extensionElements>
    </serviceTask>
    <endEvent id="end" name="Printed"><documentation>The labels are there.</documentation></endEvent>
    <sequenceFlow id="start-print" sourceRef="start" targetRef="print"/>
    <sequenceFlow id="print-end" sourceRef="print" targetRef="end"/>
  </process>
</definitions>
"""
FORM = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Print labels", "description": "Which labels.", "type": "object",
        "additionalProperties": False, "required": ["rack"],
        "properties": {"rack": {"title": "Rack", "description": "Its name.", "type": "string", "maxLength": 50}}}

work = pathlib.Path(tempfile.mkdtemp(prefix="external-worker-"))
folder = work / "content/processes/print-labels"
folder.mkdir(parents=True)
(folder / "print-labels.bpmn20.xml").write_text(PROCESS)
(folder / "form.schema.json").write_text(json.dumps(FORM))


def free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


port = free()
url = f"http://127.0.0.1:{port}"
env = dict(os.environ, SERVER_PORT=str(port), CARAVAN_DATA_DIR=str(work / "data"), CARAVAN_BOOTSTRAP_API_KEY=ADMIN, CARAVAN_FIRST_IMPORT="false",
           CARAVAN_CONTENT_LOCATIONS=f"classpath:/,file:{work}/content/", SANDBOX_NETBOX_PORT=str(free()), SANDBOX_OPENSTACK_PORT=str(free()),
           SANDBOX_KUBERNETES_PORT=str(free()), SPRING_PROFILES_ACTIVE="sandbox")
log = open(work / "caravan.log", "w")
caravan = subprocess.Popen(["java", "-XX:TieredStopAtLevel=1", "-jar", arg.jar], env=env, stdout=log, stderr=subprocess.STDOUT)
wrong = []


def call(method, path, body=None, key=ADMIN):
    request = urllib.request.Request(url + path, None if body is None else json.dumps(body).encode(),
                                     {"X-API-Key": key, "Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"{}")


def show(what, good, detail=""):
    print(f"{'ok   ' if good else 'WRONG'} {what} {detail}")
    if not good:
        wrong.append(what)


def refused(what, attempt):
    try:
        attempt()
        show(what, False, "was let through")
    except FlowableRestException as answer:
        text = str(answer)
        show(what, "status code 403" in text and "org.flowable" not in text, text[-180:])


def once_started(attempt):
    """What comes back once Caravan knows its own topics: until then every topic is answered 503."""
    try:
        return attempt()
    except FlowableRestException as answer:
        if "status code 503" in str(answer):
            return None
        raise


def wait_for(what, condition, seconds=900):
    end = time.time() + seconds
    while time.time() < end:
        if caravan.poll() is not None:
            sys.exit(f"Caravan ended: see {work}/caravan.log")
        try:
            found = condition()
            if found:
                return found
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.5)
    show(what, False, "did not come")
    return None


def worker(name, key):
    return FlowableExternalWorkerRestClient(url, name, customize_session=lambda session: session.headers.update({"X-API-Key": key}))


def start(rack):
    answer = call("POST", "/api/v1/workflows/print-labels", {"rack": rack})
    return answer.get("process_id") or answer.get("id")


def status(process):
    return call("GET", f"/api/v1/processes/{process}")["status"]


try:
    wait_for("Caravan", lambda: call("GET", "/api/v1/health").get("status") in ("up", "degraded"))
    wait_for("the workflow", lambda: any(each.get("name") == "print-labels" for each in call("GET", "/api/v1/workflows")["items"]))
    key = call("POST", "/api/v1/api-keys", {"name": "printer", "role": "viewer", "topics": [TOPIC]})["key"]
    operator = call("POST", "/api/v1/api-keys", {"name": "operator", "role": "operator"})["key"]
    printer = worker("printer-1", key)

    process = start("A7")
    jobs = wait_for("a step", lambda: once_started(lambda: printer.acquire_jobs(TOPIC, "PT1M"))) or []
    show("takes a step", len(jobs) == 1, f"{jobs[0].element_id} with {[(each.name, each.value) for each in jobs[0].variables]}" if jobs else "")
    show("sees it by its id", printer.get_job(jobs[0].id).lock_owner == "printer-1")
    show("nobody else gets it meanwhile", worker("printer-2", key).acquire_jobs(TOPIC, "PT1M") == [])
    refused("another worker may not complete it", lambda: worker("printer-2", key).complete_job(jobs[0].id))
    printer.complete_job(jobs[0].id, [EngineRestVariable("printed", "integer", 12)])
    show("completes it, and the process with it", wait_for("completion", lambda: status(process) == "completed") is True)

    process = start("B1")
    job = printer.acquire_jobs(TOPIC, "PT1M")[0]
    printer.fail_job(job.id, "out of paper", "tray 2", retries=2)
    again = wait_for("the step again", lambda: printer.acquire_jobs(TOPIC, "PT1M"))[0]
    show("fails a step, which is there again", again.exception_message == "out of paper" and again.retries == 2, f"{again.retries} tries left")
    printer.fail_job(again.id, "out of ink", "", retries=0)
    dead = wait_for("the dead letter", lambda: call("GET", "/api/v1/dead-letters")["items"])
    show("fails it for good: a dead letter", bool(dead), str(dead)[:200])

    refused("a key without topics takes nothing", lambda: worker("x", operator).acquire_jobs(TOPIC, "PT1M"))
    refused("a key takes no topic but its own", lambda: printer.acquire_jobs("labels.other", "PT1M"))
    refused("nor one that a route serves", lambda: worker("x", ADMIN).acquire_jobs("openstack.create-networks", "PT1M"))
finally:
    if not arg.keep:
        caravan.send_signal(signal.SIGTERM)
        caravan.wait(60)
        if not wrong:
            shutil.rmtree(work, ignore_errors=True)
print("all is well" if not wrong else f"{len(wrong)} wrong; see {work}")
sys.exit(1 if wrong else 0)
