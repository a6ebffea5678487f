"""Runs state machines on sample situations and holds event patterns against sample events.

Reads one question as JSON from standard input and prints the answers as JSON: see README.md.
"""

import json
import os
import sys

QUESTION = json.load(sys.stdin)
# Moto reads it once, while it is loaded.
os.environ["MOTO_ACCOUNT_ID"] = QUESTION["account"]
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"

import interpreter  # noqa: E402
from matching import matching_rules  # noqa: E402
from samples import filled  # noqa: E402


def course(machine, situation, failing, times):
    """What happens if one step fails (every time, or so many times); None if it is not reached."""
    names = {**QUESTION["names"], "region": machine["region"]}
    event = filled(QUESTION["events"][situation["event"]]["event"], names)
    ran = interpreter.run(machine, event, filled(situation, names), failing, times)
    if ran is None:
        return None
    told = []
    if ran["status"] != "SUCCEEDED":
        told = matching_rules(QUESTION["rules"], status_change(machine, ran, names))
    failure = f", {failing} fails" if failing else ""
    often = f" {times} times" if times else ""
    name = situation["name"] + failure + often
    return {"flow": machine["flow"], "name": name, "failing": failing, "rules": told, **ran}


def status_change(machine, ran, names):
    """The event that AWS sends when an execution has ended."""
    ended = {"machine": machine["name"], "status": ran["status"]}
    return filled(QUESTION["events"]["flow-ended"]["event"], {**names, **ended})


def tasks_of(states):
    """The steps that call AWS, those of each item of a Map as well."""
    found = {}
    for name, state in states.items():
        if state["Type"] == "Task":
            found[name] = state
        if state["Type"] == "Map":
            found.update(tasks_of(state["ItemProcessor"]["States"]))
    return found


def courses(machine):
    tasks = tasks_of(json.loads(machine["definition"])["States"])
    for situation in QUESTION["situations"]:
        if situation["flow"] == machine["flow"]:
            yield course(machine, situation, "", 0)
            for task in tasks:
                yield course(machine, situation, task, 0)
                if "Retry" in tasks[task]:
                    yield course(machine, situation, task, 2)


def matches():
    """For each sample event and each rule, whether the rule would react to it in its region."""
    for name, sample in QUESTION["events"].items():
        for rule in QUESTION["rules"]:
            event = filled(sample["event"], {**QUESTION["names"], "region": rule["region"]})
            yield {"event": name, "rule": rule["name"], "matches": bool(matching_rules([rule], event))}


ran = [each for machine in QUESTION["machines"] for each in courses(machine)]
json.dump({"courses": [each for each in ran if each], "matches": list(matches())}, sys.stdout)
