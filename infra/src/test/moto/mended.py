"""What moto is made to remember, where else a preview would stop, chance would decide, or minutes be waited for."""

from moto.elbv2.models import FakeAction
from moto.guardduty.models import Detector
from moto.rds.models import RDSBackend
from moto.rds.responses import RDSResponse


def apply():
    RDSBackend.create_db_instance = choose_authority(RDSBackend.create_db_instance)
    RDSResponse.create_global_cluster = keep_database(RDSResponse.create_global_cluster)
    Detector.update = keep_features(Detector.update)
    FakeAction.__init__ = forget_duration(FakeAction.__init__)


def choose_authority(create):
    """An account may choose the certificate authority of its new databases, and this one has chosen the stacks'. Or else
    the plugin, which names none when it makes one, would change it afterwards and wait for 160 s."""

    def create_and_choose(self, asked):
        made = create(self, asked)
        made.ca_certificate_identifier = "rds-ca-ecc384-g1"
        return made

    return create_and_choose


def keep_database(create):
    """A global cluster's database: its cluster would be replaced, which its protection forbids."""

    def create_and_keep(self):
        answer = create(self)
        answer.result["GlobalCluster"].database_name = self.params.get("DatabaseName")
        return answer

    return create_and_keep


def keep_features(update):
    """A detector's features, but for the last one: which that is would be chance."""

    def update_and_keep(self, enable, frequency, sources, features):
        named = {feature["name"]: feature for feature in self.features}
        named.update({feature["name"]: feature for feature in features or []})
        update(self, enable, frequency, sources, list(named.values()))

    return update_and_keep


def forget_duration(init):
    """Of a stickiness that is off, AWS keeps no duration (hashicorp/terraform-provider-aws, issue 15144)."""

    def init_and_forget(self, data):
        init(self, data)
        stickiness = data.get("ForwardConfig", {}).get("TargetGroupStickinessConfig", {})
        if str(stickiness.get("Enabled", False)).lower() == "false":
            stickiness.pop("DurationSeconds", None)

    return init_and_forget
