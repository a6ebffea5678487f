"""Asks parliament and cloudsplaining about policies.

Reads {"policies": [{"name", "grants", "itself", "text"}]} as JSON from standard input and prints a
list of findings, each of them a line of text: who finds what in which policy.
"""

import contextlib
import json
import sys
import warnings

warnings.simplefilter("ignore")

import parliament  # noqa: E402
import parliament.statement  # noqa: E402
from cloudsplaining.scan.policy_document import PolicyDocument  # noqa: E402

SHOWN_MAX = 8

# What cloudsplaining looks for, and how it is asked.
RISKS = {
    "privilege escalation": lambda policy: [each["type"] for each in policy.allows_privilege_escalation],
    "data exfiltration": lambda policy: policy.allows_data_exfiltration_actions,
    "credentials exposure": lambda policy: policy.credentials_exposure,
    "permissions management without constraints": lambda policy: policy.permissions_management_without_constraints,
    "write without constraints": lambda policy: policy.write_actions_without_constraints,
    "tagging without constraints": lambda policy: policy.tagging_actions_without_constraints,
    "service wildcard": lambda policy: policy.service_wildcard,
    "NotAction": lambda policy: ["used"] if policy.contains_statement_using_not_action else [],
}


KNOWN_TYPES = parliament.statement.translate_documentation_types


def of_one(documented):
    """Parliament's data have lists of types that its code does not know; what is in them, it does."""
    return KNOWN_TYPES(documented.removeprefix("ArrayOf"))


parliament.statement.translate_documentation_types = of_one


def plain(value):
    """Parliament cannot read conditions whose values are lists of one element."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return plain(value[0]) if len(value) == 1 else [plain(each) for each in value]
    return value


def readable(document, itself):
    """The policy as parliament reads it, with the ARN that it leaves out of what it belongs to."""
    for statement in document["Statement"]:
        if "Condition" in statement:
            statement["Condition"] = plain(statement["Condition"])
        if itself and statement.get("Resource", "*") in ("*", ["*"]):
            statement["Resource"] = itself
    return document


def told(detail):
    """What parliament found, in few words."""
    if not isinstance(detail, list):
        return str(detail)
    words = [f"{each['action']} needs {each['required_format']}" if isinstance(each, dict) else each for each in detail]
    return ", ".join(words[:SHOWN_MAX]) + (f" and {len(words) - SHOWN_MAX} more" if len(words) > SHOWN_MAX else "")


def by_parliament(name, document, itself):
    text = json.dumps(readable(document, itself))
    for finding in parliament.analyze_policy_string(text).findings:
        yield f"{name}: parliament: {finding.issue}: {told(finding.detail)}"


def by_cloudsplaining(name, document):
    policy = PolicyDocument(document)
    for risk, ask in RISKS.items():
        for found in ask(policy):
            yield f"{name}: cloudsplaining: {risk}: {found}"


findings = set()
# Cloudsplaining has a word to say to people, too.
with contextlib.redirect_stdout(sys.stderr):
    for each in json.load(sys.stdin)["policies"]:
        findings.update(by_parliament(each["name"], json.loads(each["text"]), each["itself"]))
        if each["grants"]:
            findings.update(by_cloudsplaining(each["name"], json.loads(each["text"])))
json.dump(sorted(findings), sys.stdout)
