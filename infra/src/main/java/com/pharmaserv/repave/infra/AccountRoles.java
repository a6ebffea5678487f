package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pulumi.aws.iam.ServiceLinkedRole;
import com.pulumi.aws.iam.ServiceLinkedRoleArgs;
import com.pulumi.core.Output;
import java.util.Map;

/** Roles in which AWS's own services act in the account; their rights are AWS's to decide. */
final class AccountRoles extends Part {
  private final ServiceLinkedRole scaling;
  private final ServiceLinkedRole config;
  private final ServiceLinkedRole reports;

  AccountRoles(Scope scope) {
    super("AccountRoles", "services", scope);
    scaling = linked("autoscaling");
    config = linked("config");
    reports = linked("reports.backup");
    registerOutputs(Map.of());
  }

  private ServiceLinkedRole linked(String service) {
    return new ServiceLinkedRole(
        named(service),
        ServiceLinkedRoleArgs.builder().awsServiceName(service + ".amazonaws.com").build(),
        own());
  }

  /** The role of Auto Scaling, in which it starts machines. */
  Output<String> scaling() {
    return scaling.arn();
  }

  /** The role of AWS Config. */
  Output<String> config() {
    return config.arn();
  }

  /** The role of AWS Backup, in which it writes reports. */
  Output<String> reports() {
    return reports.arn();
  }
}
