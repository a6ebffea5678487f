"""Packer's amazon-ebs and Repave, publishing an image to the same emulator of AWS: what each asks of it.

moto has no machines. So Packer runs without a communicator: its builder is launched, never logged in to, stopped and
made an image of; what it would install, and what it would wait for, is not in its seconds. What Repave installs, it
installs here, so its seconds hold all of it. Where snapshots are written by blocks, moto is mended: see
src/aws-twin/test/moto/mended.py. Every run has an account of its own.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOTO = ROOT / "src/aws-twin/test/moto"
HOME = ROOT / "src/app/target/packer-benchmark"
sys.path.insert(0, str(MOTO))
import cloud  # noqa: E402 (it is found there)
import yaml  # noqa: E402

PORT = 5557
ENDPOINT = f"http://127.0.0.1:{PORT}"
ACCOUNT = "222233334444"
REGION, COPY = "eu-west-1", "eu-central-1"
KEY = "arn:aws:kms:{}:" + ACCOUNT + ":key/11111111-2222-3333-4444-555555555555"
BLOCK_PUT = "PutSnapshotBlock"
TICKS = os.sysconf("SC_CLK_TCK")
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
ENVIRONMENT = """
name: {name}
provider: aws
jurisdiction: eu
zones: [eu-west-1a, eu-west-1b]
aws: {{account: "{account}", region: {region}, copies: [{copies}]}}
fleets:
  - {{name: base, image: base, capacity: {{min: 1, desired: 1, max: 2}}}}
"""


def main():
    runs = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        prepare(work)
        print(f"{'':<34}calls  blocks  MB sent  own CPU s  children's  seconds  publishing")
        calls = {}
        for name, environment, command in contestants(work):
            results = [run(work, environment, command) for _ in range(runs)]
            print(row(name, [numbers for numbers, _ in results]))
            calls[name] = results[-1][1]
        for name, operations in calls.items():
            print(f"\n{name}: {', '.join(operations)}")


def prepare(work):
    """A project with the recipe, locked to what the archives have today."""
    shutil.copytree(ROOT / "images/base", work / "images/base")
    shutil.copy(ROOT / "images/workshop.lock", work / "images/workshop.lock")
    (work / "environments").mkdir()
    for name, copies in {"eu-one": "", "eu-two": COPY}.items():
        text = ENVIRONMENT.format(name=name, account=ACCOUNT, region=REGION, copies=copies)
        (work / f"environments/{name}.yaml").write_text(text)
    subprocess.run(repave(work, "images", "lock", "base", "workshop"), check=True, env=variables())
    with Server(work, "eu-one"):
        subprocess.run(repave(work, "bake", "base", "-e", "eu-one"), check=True, env=variables())


def repave(work, *words):
    return [str(ROOT / "repave"), *words, "--project", str(work)]


def variables():
    return os.environ | CREDENTIALS | {"REPAVE_HOME": str(HOME), "REPAVE_AWS_ENDPOINT": ENDPOINT}


def contestants(work):
    for environment, regions in {"eu-one": [REGION], "eu-two": [REGION, COPY]}.items():
        what = f"{len(regions)} region{'s' * (len(regions) > 1)}"
        yield f"packer, {what}", environment, packer(work, regions, encrypted=False)
        yield f"packer, {what}, encrypted", environment, packer(work, regions, encrypted=True)
        yield f"repave, {what}, encrypted", environment, repave(work, "bake", "base", "-e", environment)


def packer(work, regions, encrypted):
    builder = {
        "type": "amazon-ebs",
        "region": regions[0],
        "custom_endpoint_ec2": ENDPOINT,
        "skip_region_validation": True,
        "skip_metadata_api_check": True,
        "source_ami": "{{user `base`}}",
        "instance_type": "m6i.large",
        "communicator": "none",
        "ami_name": "base-1",
        "ami_regions": regions[1:],
        "tags": {"image": "base"},
    }
    if encrypted:
        keys = {region: KEY.format(region) for region in regions[1:]}
        key = KEY.format(regions[0])
        builder |= {"encrypt_boot": True, "kms_key_id": key, "region_kms_key_ids": keys}
    template = work / f"{len(regions)}-{encrypted}.json"
    template.write_text(json.dumps({"variables": {"base": ""}, "builders": [builder]}))
    return ["packer", "build", "-color=false", "-var", "base={base}", str(template)]


class Account(cloud.Account):
    def images(self, name):
        """None yet."""


class Server:
    """An account in which nothing was published yet, and all calls to it from now on."""

    def __init__(self, work, environment):
        self.file = work / "calls"
        self.environment = yaml.safe_load((work / f"environments/{environment}.yaml").read_text())

    def __enter__(self):
        options = ["--port", str(PORT), "--mended", "--calls", str(self.file)]
        self.process = subprocess.Popen(
            [sys.executable, str(MOTO / "serve.py"), *options],
            env=os.environ | {"MOTO_ACCOUNT_ID": ACCOUNT},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        cloud.wait_for(ENDPOINT, self.process)
        account = Account(self.environment, ENDPOINT)
        account.prepare()
        self.base = account.base()
        self.before = len(self.file.read_text().splitlines())
        return self

    def calls(self):
        lines = self.file.read_text().splitlines()[self.before :]
        return [line.split("\t") for line in lines]

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def run(work, environment, command):
    with Server(work, environment) as server:
        began = time.time()
        own, childrens = measured([word.replace("{base}", server.base) for word in command])
        ended = time.time()
        calls = server.calls()
    operations = [call[3] for call in calls]
    starts = [float(call[0]) for call in calls if call[3] == "StartSnapshot"]
    numbers = (
        len(calls) - operations.count(BLOCK_PUT),
        operations.count(BLOCK_PUT),
        sum(int(call[5]) for call in calls) / 1e6,
        own,
        childrens,
        ended - began,
        ended - (starts[0] if starts else began),
    )
    return numbers, [operation for operation in operations if operation != BLOCK_PUT]


def measured(command):
    """Runs to the end; seconds of processor time of itself, and of all that it started."""
    process = subprocess.Popen(command, env=variables(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read().decode()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    if process.wait():
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    user, system, childrens_user, childrens_system = (int(ticks) / TICKS for ticks in fields[11:15])
    return user + system, childrens_user + childrens_system


def row(name, results):
    medians = [statistics.median(values) for values in zip(*results)]
    return "{:<34}{:>5.0f}  {:>6.0f}  {:>7.2f}  {:>9.2f}  {:>10.2f}  {:>7.1f}  {:>10.1f}".format(name, *medians)


if __name__ == "__main__":
    main()
