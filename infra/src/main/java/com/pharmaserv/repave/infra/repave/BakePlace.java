package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.SecurityGroups;
import com.pharmaserv.repave.infra.fleet.FleetSkeleton;
import com.pharmaserv.repave.infra.network.Endpoints;
import com.pharmaserv.repave.infra.network.Network;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.iam.InstanceProfile;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/** Where images are baked: no way in, and out only to AWS; and what they are signed with. */
public final class BakePlace extends Part {
  private final Network network;
  private final SecurityGroup group;
  private final Role role;
  private final InstanceProfile profile;
  private final Key signer;

  public BakePlace(Network network, Endpoints endpoints) {
    super("BakePlace", "bake", network.scope());
    this.network = network;
    group = SecurityGroups.closed(this, "group", network.vpc(), "Builder machines");
    endpoints.admit(this, "aws", group);
    role =
        new Role(
            "bake",
            this,
            Policy.trustUnasked("ec2.amazonaws.com"),
            List.of(FleetSkeleton.managed()));
    profile = role.profile();
    signer = Key.signing("images", network.scope());
    registerOutputs(Map.of("profile", profile.name()));
  }

  public Output<String> subnet() {
    return network.bake().subnets().get(0).id();
  }

  public Output<String> group() {
    return group.id();
  }

  /** Name of the builder machines' instance profile. */
  public Output<String> profile() {
    return profile.name();
  }

  /** The same, by its ARN. */
  public Output<String> profileArn() {
    return profile.arn();
  }

  /** What signs of what images are made, by its ARN; the alias of it is known to the tool. */
  public Output<String> signer() {
    return signer.arn();
  }

  /** The role of builder machines. */
  public Output<String> role() {
    return role.arn();
  }
}
