package com.pharmaserv.repave.infra.network;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pulumi.aws.ec2.DefaultSecurityGroup;
import com.pulumi.aws.ec2.DefaultSecurityGroupArgs;
import com.pulumi.aws.ec2.DefaultVpc;
import com.pulumi.aws.ec2.DefaultVpcArgs;
import java.util.Map;

/**
 * The network that AWS makes in every region of an account and that nothing here uses: taken over,
 * or made if it is gone, so that its security group lets nothing pass and its connections are
 * recorded. Public access is blocked for the whole region.
 */
public final class DefaultNetwork extends Part {
  /**
   * @param logs of the region
   */
  public DefaultNetwork(Scope scope, NetworkLogs logs) {
    super("DefaultNetwork", "default-network", scope);
    DefaultVpc vpc =
        new DefaultVpc(
            named("vpc"),
            DefaultVpcArgs.builder().tags(Map.of("Name", scope.called("unused"))).build(),
            own());
    new DefaultSecurityGroup(
        named("group"), DefaultSecurityGroupArgs.builder().vpcId(vpc.id()).build(), own());
    logs.flows(this, vpc.id());
    registerOutputs(Map.of());
  }
}
