"""What a flow finds when it starts, made in moto, and what it leaves."""

import functools
import json
import re

import boto3
from moto import mock_aws
from moto.moto_api._internal.models import moto_api_backend

mock_aws(config={"stepfunctions": {"execute_state_machine": True}}).start()

GROUP = "app-blue"
MACHINE = "i-suspicious"
CELL = "sg-cell"


@functools.cache
def client(service, region):
    """Moto's service; making a client takes longer than a whole course."""
    return boto3.client(
        service, region_name=region, aws_access_key_id="test", aws_secret_access_key="test"
    )


class Place:
    def __init__(self, machine, event):
        self.region = machine["region"]
        self.definition = machine["definition"]
        self.event = event
        self.role = f"arn:aws:iam::{event['account']}:role/flow"
        self.instance = ""
        self.secrets = {}

    def client(self, service):
        return client(service, self.region)

    def masked(self, text):
        """Names instead of ids that differ from run to run."""
        for made, name in self.secrets.items():
            text = text.replace(made, name)
        return text

    def look(self):
        """What a person would see of the machine afterwards; empty where there is none."""
        if not self.instance:
            return {}
        ec2 = self.client("ec2")
        machine = ec2.describe_instances(InstanceIds=[self.instance])["Reservations"][0]["Instances"][0]
        members = self.client("autoscaling").describe_auto_scaling_instances()["AutoScalingInstances"]
        snapshots = ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]
        return {
            "groups": [group["GroupId"] for group in machine["SecurityGroups"]],
            "fleet": [each["AutoScalingGroupName"] for each in members if each["InstanceId"] == self.instance],
            "tags": {tag["Key"]: tag["Value"] for tag in machine["Tags"] if tag["Key"].startswith("repave")},
            "snapshots": sum("Evidence" in each["Description"] for each in snapshots),
        }


def build(machine, event, wanted):
    """An account in which there is nothing but what the situation wants."""
    moto_api_backend.reset()
    place = Place(machine, event)
    for topic in sorted(set(re.findall(r"arn:aws:sns:[^\"]+", place.definition))):
        made = place.client("sns").create_topic(Name=topic.split(":")[-1])["TopicArn"]
        if made != topic:
            raise ValueError(f"moto made {made}, the flow tells {topic}")
    for bucket in sorted(set(re.findall(r"repave-[a-z-]+-rotations-[0-9]+", place.definition))):
        place.client("s3").create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": place.region}
        )
    if "machine" in wanted:
        add_machine(place, wanted["machine"])
    if "cluster" in wanted:
        place.client("rds").create_db_cluster(
            MasterUsername="repave", MasterUserPassword="never-used-anywhere", **wanted["cluster"]
        )
    return place


def add_machine(place, where):
    ec2 = place.client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]
    cell = ec2.create_security_group(GroupName="cell", Description="cell", VpcId=subnet["VpcId"])["GroupId"]
    place.definition, found = re.subn(r"sg-[0-9a-f]{8,17}", cell, place.definition)
    if not found:
        raise ValueError("the flow names no security group")
    image = "ami-0123456789abcdef0"
    if where == "in a group":
        place.instance = grown(place, subnet, image)
    elif where == "in no group":
        place.instance = ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, SubnetId=subnet["SubnetId"],
            TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "builder"}]}],
        )["Instances"][0]["InstanceId"]
    elif where != "gone":
        raise ValueError(f"a machine is not '{where}'")
    named = place.instance or "i-0123456789abcdef0"
    place.secrets = {cell: CELL, named: MACHINE}
    place.event = json.loads(json.dumps(place.event).replace(MACHINE, named))


def grown(place, subnet, image):
    place.client("ec2").create_launch_template(
        LaunchTemplateName=GROUP, LaunchTemplateData={"ImageId": image, "InstanceType": "t3.micro"}
    )
    scaling = place.client("autoscaling")
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=GROUP, MinSize=1, MaxSize=2, DesiredCapacity=1,
        LaunchTemplate={"LaunchTemplateName": GROUP}, VPCZoneIdentifier=subnet["SubnetId"],
    )
    return scaling.describe_auto_scaling_instances()["AutoScalingInstances"][0]["InstanceId"]
