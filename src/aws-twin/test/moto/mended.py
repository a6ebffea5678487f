"""What moto 5.2.1 is made to do so that a disk can be published on it to the end.

Left as it is, it has blocks of 512 bytes, knows no parents of snapshots, makes images of snapshots of its
own, keeps neither their settings nor their tags, and hashes the digests that a key is to sign
(getmoto/moto#10202). The comparison with the double runs without this.
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from moto.core.responses import ActionResult
from moto.ebs.models import EBSBackend
from moto.ebs.responses import EBSResponse
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.amis import Ami
from moto.ec2.responses.amis import AmisResponse
from moto.kms.responses import KmsResponse

BLOCK = 524288


def apply():
    EBSResponse.start_snapshot = start_snapshot
    EBSResponse.put_snapshot_block = refuse_damage(EBSResponse.put_snapshot_block)
    EBSBackend.complete_snapshot = complete_snapshot(EBSBackend.complete_snapshot)
    Ami.block_device_mappings = disks_as_registered(Ami.block_device_mappings)
    AmisResponse.register_image = register_image
    AmisResponse.enable_image_deprecation = enable_image_deprecation
    AmisResponse.enable_image_deregistration_protection = enable_image_deregistration_protection
    KmsResponse.sign = sign_digests(KmsResponse.sign)


def start_snapshot(self):
    """EBS API reference, StartSnapshot: a child has its parent's blocks and key."""
    asked = json.loads(self.body)
    made = self.ebs_backend.start_snapshot(
        volume_size=asked["VolumeSize"], tags=asked.get("Tags"), description=asked.get("Description")
    )
    made.block_size = BLOCK
    snapshots = self.ebs_backend.ec2_backend.snapshots
    snapshot = snapshots[made.snapshot_id]
    snapshot.status = "pending"
    snapshot.kms_key_id = asked.get("KmsKeyArn")
    parent = asked.get("ParentSnapshotId")
    if parent:
        made.blocks = dict(self.ebs_backend.snapshots[parent].blocks)
        snapshot.kms_key_id = snapshots[parent].kms_key_id
    snapshot.encrypted = snapshot.kms_key_id is not None
    return json.dumps(made.to_json() | {"KmsKeyArn": snapshot.kms_key_id})


def refuse_damage(put_snapshot_block):
    def put_or_refuse(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        digest = base64.b64encode(hashlib.sha256(self.body).digest()).decode()
        if len(self.body) != BLOCK or headers.get("x-amz-checksum") != digest:
            return 400, {"status": 400}, json.dumps({"Reason": "INVALID_BLOCK"})
        return put_snapshot_block(self)

    return put_or_refuse


def complete_snapshot(complete):
    def complete_everywhere(self, snapshot_id):
        self.ec2_backend.snapshots[snapshot_id].status = "completed"
        return complete(self, snapshot_id)

    return complete_everywhere


def register_image(self):
    """EC2 API reference, RegisterImage; its defaults are not needed here: all is said."""
    self.error_on_dryrun()
    name = self._get_param("Name")
    if any(ami.name == name for ami in self.ec2_backend.amis.values()):
        raise EC2ClientError("InvalidAMIName.Duplicate", f"AMI name {name} is already in use")
    ami = self.ec2_backend.register_image(name, self._get_param("Description", ""))
    self.ec2_backend.snapshots.pop(ami.ebs_snapshot.id)
    ami.disks = self._get_param("BlockDeviceMappings", [])
    ami.ebs_snapshot = self.ec2_backend.get_snapshot(ami.disks[0]["Ebs"]["SnapshotId"])
    ami.ebs_snapshot.from_ami = ami.id
    ami.root_device_name = self._get_param("RootDeviceName")
    ami.root_device_type = "ebs"
    ami.architecture = self._get_param("Architecture")
    ami.virtualization_type = self._get_param("VirtualizationType")
    ami.boot_mode = self._get_param("BootMode")
    ami.tpm_support = self._get_param("TpmSupport")
    ami.imds_support = self._get_param("ImdsSupport")
    for specification in self._get_param("TagSpecifications", []):
        ami.add_tags({tag["Key"]: tag["Value"] for tag in specification["Tags"]})
    return ActionResult({"ImageId": ami.id})


def disks_as_registered(mappings):
    def registered_or_not(self):
        return self.disks if hasattr(self, "disks") else mappings.fget(self)

    return property(registered_or_not)


def enable_image_deprecation(self):
    at = self._get_param("DeprecateAt").strftime("%Y-%m-%dT%H:%M:%S.000Z")
    self.ec2_backend.amis[self._get_param("ImageId")].deprecation_time = at
    return ActionResult({"Return": True})


def enable_image_deregistration_protection(self):
    protection = "enabled-without-cooldown"
    self.ec2_backend.amis[self._get_param("ImageId")].deregistration_protection = protection
    return ActionResult({"Return": protection})


def sign_digests(sign):
    """KMS API reference, Sign: what is of the type DIGEST is signed as it is."""

    def sign_as_asked(self):
        if self._get_param("MessageType") != "DIGEST":
            return sign(self)
        key = self.kms_backend.describe_key(self._get_param("KeyId"))
        digest = ec.ECDSA(utils.Prehashed(hashes.SHA256()))
        signature = key.private_key.private_key.sign(self._get_param("Message"), digest)
        return json.dumps(
            {
                "KeyId": key.arn,
                "Signature": base64.b64encode(signature).decode(),
                "SigningAlgorithm": self._get_param("SigningAlgorithm"),
            }
        )

    return sign_as_asked
