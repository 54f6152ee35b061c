"""What the configuration of schemathesis cannot say.

The key that it calls with stays: found in a list it would be deleted, and all that follows would be 401. Cursors are
opaque and tags are those of a version: made-up ones are left out where a request is meant to be a good one.
"""
import json
import os
import urllib.request

import schemathesis

NOBODY = "00000000-0000-4000-8000-000000000000"
asked = urllib.request.Request(os.environ["CARAVAN_URL"] + "/api/v1/auth/me", headers={"X-API-Key": os.environ["CARAVAN_API_KEY"]})
with urllib.request.urlopen(asked) as me:
    OWN = json.load(me)["id"]


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.method.upper() == "DELETE" and (case.path_parameters or {}).get("id") == OWN:
        case.path_parameters["id"] = NOBODY
    if case.meta is not None and case.meta.generation.mode.is_positive:
        (case.query or {}).pop("cursor", None)
        (case.headers or {}).pop("If-Match", None)
