# Writes how a playbook ended on each host, as JSON, to the file that CARAVAN_RECAP names.
from __future__ import (absolute_import, division, print_function)
__metaclass__ = type

DOCUMENTATION = '''
    name: caravan_recap
    type: aggregate
    short_description: recap for Caravan
    description:
      - Writes the recap of a playbook as JSON.
'''

import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'aggregate'
    CALLBACK_NAME = 'caravan_recap'
    CALLBACK_NEEDS_ENABLED = True

    def v2_playbook_on_stats(self, stats):
        recap = {}
        for host in sorted(stats.processed):
            counts = stats.summarize(host)
            counts['failed'] = counts.pop('failures')
            recap[host] = counts
        path = os.environ['CARAVAN_RECAP']
        with open(path + '.new', 'w') as file:
            json.dump(recap, file)
        os.rename(path + '.new', path)
