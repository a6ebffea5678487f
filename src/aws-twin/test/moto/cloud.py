#!/usr/bin/env python3
"""An emulated AWS account on which Repave's aws provider can be tried.

    python3 src/aws-twin/test/moto/cloud.py eu-staging

Starts moto on 127.0.0.1:5555 and makes there what the infrastructure would hand over for the
environment: subnets, a load balancer with its rules, launch-template skeletons, the table, two
images for each fleet, and the hand-over documents. Ends with Ctrl-C; nothing outlives it.

moto has no machines: whatever is launched is healthy at once, and nothing answers a probe through
the test route. So fleets without a route roll to the end, and routed ones get as far as verify.
Packages: src/aws-twin/test/moto/requirements.txt.
"""

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import boto3
import yaml

ROOT = Path(__file__).resolve().parents[4]
STARTUP_SECONDS = 30


def main():
    args = arguments()
    environment = yaml.safe_load((ROOT / "environments" / f"{args.environment}.yaml").read_text())
    if environment["provider"] != "aws":
        sys.exit(f"environment '{args.environment}' is on provider '{environment['provider']}', not aws")
    server = start(args.port, environment["aws"]["account"])
    endpoint = f"http://127.0.0.1:{args.port}"
    try:
        wait_for(endpoint, server)
        Account(environment, endpoint).prepare()
        print(f"{args.environment} is ready on {endpoint}; in another terminal:", flush=True)
        print(f"  export REPAVE_AWS_ENDPOINT={endpoint} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test")
        print(f"  ./repave roll -e {args.environment} worker", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        server.terminate()
        server.wait()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("environment", help="name of a file in environments/, without its ending")
    parser.add_argument("--port", type=int, default=5555, help="port on 127.0.0.1 (default: 5555)")
    return parser.parse_args()


def start(port, account):
    command = [sys.executable, str(Path(__file__).with_name("serve.py")), "--port", str(port)]
    quiet = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env={**os.environ, "MOTO_ACCOUNT_ID": account}, **quiet)


def wait_for(endpoint, server):
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit(f"moto ended with code {server.returncode}: is the port of {endpoint} in use?")
        try:
            urllib.request.urlopen(f"{endpoint}/moto-api/data.json", timeout=1).read()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"moto did not answer on {endpoint} within {STARTUP_SECONDS} s")


class Account:
    """What an environment's infrastructure owns, on the emulator."""

    def __init__(self, environment, endpoint):
        self.environment = environment
        self.name = environment["name"]
        self.aws = environment["aws"]
        self.endpoint = endpoint
        self.ec2 = self.client("ec2")
        self.elb = self.client("elbv2")

    def client(self, service):
        return boto3.client(
            service,
            region_name=self.aws["region"],
            endpoint_url=self.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def prepare(self):
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnets = [
            {"id": self.subnet(vpc, zone, number), "zone": zone}
            for number, zone in enumerate(self.environment["zones"])
        ]
        self.group = self.ec2.create_security_group(
            GroupName="app", Description="Application tier", VpcId=vpc
        )["GroupId"]
        listener = self.listener()
        table = self.table()
        for number, fleet in enumerate(self.environment["fleets"]):
            self.images(fleet["image"])
            document = {
                "schema": "1.0",
                "environment": self.name,
                "fleet": fleet["name"],
                "account": self.aws["account"],
                "region": self.aws["region"],
                "subnets": self.subnets,
                "skeleton": {"template": self.skeleton(fleet["name"]), "version": "1"},
                "table": table,
                "bake": self.bake(),
            }
            self.alarms(fleet)
            if "route" in fleet:
                document["route"] = self.route(fleet, vpc, listener, 10 * (number + 1))
            self.client("ssm").put_parameter(
                Name=f"/repave/v1/{self.name}/{fleet['name']}/infra",
                Value=json.dumps(document),
                Type="String",
                Overwrite=True,
            )

    def subnet(self, vpc, zone, number):
        made = self.ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone
        )
        return made["Subnet"]["SubnetId"]

    def skeleton(self, fleet):
        made = self.ec2.create_launch_template(
            LaunchTemplateName=f"{self.name}-{fleet}-skeleton",
            LaunchTemplateData={
                "InstanceType": "m6i.large",
                "IamInstanceProfile": {"Name": f"{self.name}-{fleet}"},
                "SecurityGroupIds": [self.group],
                "MetadataOptions": {"HttpTokens": "required", "HttpEndpoint": "enabled"},
                "BlockDeviceMappings": [
                    {
                        "DeviceName": "/dev/xvda",
                        "Ebs": {"Encrypted": True, "VolumeType": "gp3", "VolumeSize": 20},
                    }
                ],
            },
        )
        return made["LaunchTemplate"]["LaunchTemplateId"]

    def listener(self):
        balancer = self.elb.create_load_balancer(
            Name=f"{self.name}", Subnets=[subnet["id"] for subnet in self.subnets]
        )["LoadBalancers"][0]["LoadBalancerArn"]
        missing = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
        certificate = self.client("acm").request_certificate(DomainName=f"{self.name}.example")
        return self.elb.create_listener(
            LoadBalancerArn=balancer,
            Protocol="HTTPS",
            Port=443,
            Certificates=[{"CertificateArn": certificate["CertificateArn"]}],
            DefaultActions=[missing],
        )["Listeners"][0]["ListenerArn"]

    def route(self, fleet, vpc, listener, priority):
        slots = [self.target_group(f"{self.name}-{fleet['name']}-{slot}", vpc) for slot in ("a", "b")]
        host = fleet["route"]["host"]
        return {
            "production": {"kind": "rule", "arn": self.rule(listener, priority, host, slots)},
            "test": {"kind": "rule", "arn": self.rule(listener, priority + 1, f"test.{host}", slots)},
            "blue": slots[0],
            "green": slots[1],
            "probe": f"https://test.{host}",
        }

    def target_group(self, name, vpc):
        made = self.elb.create_target_group(Name=name, Protocol="HTTPS", Port=8443, VpcId=vpc)
        return made["TargetGroups"][0]["TargetGroupArn"]

    def rule(self, listener, priority, host, slots):
        weights = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in zip(slots, (100, 0))]
        return self.elb.create_rule(
            ListenerArn=listener,
            Priority=priority,
            Conditions=[{"Field": "host-header", "Values": [host]}],
            Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}],
        )["Rules"][0]["RuleArn"]

    def alarms(self, fleet):
        watch = self.client("cloudwatch")
        for gate in fleet.get("policy", {}).get("gates", []):
            for name in gate.get("alarms", []):
                watch.put_metric_alarm(
                    AlarmName=name,
                    Namespace="repave",
                    MetricName="failures",
                    Statistic="Sum",
                    Period=60,
                    EvaluationPeriods=1,
                    Threshold=1,
                    ComparisonOperator="GreaterThanThreshold",
                )
                watch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="prepared")

    def table(self):
        name = f"repave-{self.name}"
        keys = [("pk", "HASH"), ("sk", "RANGE")]
        self.client("dynamodb").create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
            KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys],
            BillingMode="PAY_PER_REQUEST",
        )
        return name

    def bake(self):
        key = "arn:aws:kms:{}:" + self.aws["account"] + ":key/11111111-2222-3333-4444-555555555555"
        regions = [self.aws["region"], *self.aws.get("copies", [])]
        return {
            "subnet": self.subnets[0]["id"],
            "securityGroup": self.group,
            "instanceProfile": f"{self.name}-bake",
            "instanceType": "m6i.large",
            "keys": {region: key.format(region) for region in regions},
        }

    def images(self, name):
        """Two versions of an image, as a bake would leave them."""
        for version in ("1", "2"):
            digest = hashlib.sha256(f"{name} {version}".encode()).hexdigest()
            machine = self.ec2.run_instances(ImageId=self.base(), MinCount=1, MaxCount=1)
            machine = machine["Instances"][0]["InstanceId"]
            made = self.ec2.create_image(InstanceId=machine, Name=f"{name}-{version}-{digest[:12]}")
            self.ec2.create_tags(Resources=[made["ImageId"]], Tags=tags({
                "repave:managed-by": "bake",
                "repave:image": name,
                "repave:digest": digest,
                "repave:function": name,
                "repave:version": version,
                "repave:owner": "platform-team@pharmaserv.example",
                "repave:base": self.base(),
                "repave:baked-at": f"2026-01-0{version}T00:00:00Z",
            }))
            self.ec2.terminate_instances(InstanceIds=[machine])

    def base(self):
        return self.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]


def tags(values):
    return [{"Key": key, "Value": value} for key, value in values.items()]


if __name__ == "__main__":
    main()
