"""Asks checkov about the resources of a stack.

Reads {"resources": [{"type", "name", "shown", "values"}]} as JSON from standard input and prints
{"passed": how many checks, "findings": [a line of text each]}.
"""

import contextlib
import json
import logging
import pathlib
import sys
import tempfile

logging.disable(logging.ERROR)

from checkov.runner_filter import RunnerFilter  # noqa: E402
from checkov.terraform.plan_runner import Runner  # noqa: E402

import plan  # noqa: E402

asked = json.load(sys.stdin)["resources"]
shown = {f"{each['type']}.{each['name']}": f"{each['type']} {each['shown']}" for each in asked}
with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
    file = pathlib.Path(folder, "plan.json")
    file.write_text(json.dumps(plan.of(asked)))
    report = Runner().run(root_folder=None, files=[str(file)], runner_filter=RunnerFilter(framework=["terraform_plan"]))

if report.parsing_errors:
    sys.exit(f"checkov cannot read the plan: {report.parsing_errors}")
findings = {f"{shown[each.resource]}: {each.check_id}: {each.check_name}" for each in report.failed_checks}
json.dump({"passed": len(report.passed_checks), "findings": sorted(findings)}, sys.stdout)
