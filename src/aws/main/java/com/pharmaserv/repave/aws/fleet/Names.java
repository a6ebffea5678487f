package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.GenerationId;
import java.util.Optional;

/**
 * Names on AWS. Auto Scaling and ELBv2 take no client tokens, so a name that follows from the
 * generation is what makes a repeated creation the same creation.
 */
public final class Names {
  private static final String RULE = ":listener-rule/";
  private static final String LISTENER = ":listener/";
  private static final String BALANCER = ":loadbalancer/";
  private static final String TARGET_GROUP = ":targetgroup/";

  private Names() {}

  /** Name of the generation's Auto Scaling group and of its launch template. */
  public static String group(GenerationId generation) {
    return generation.qualifiedName();
  }

  /** The listener that a rule belongs to: the rule's ARN without its own id. */
  static Optional<String> listenerOf(String ruleArn) {
    return ruleArn.contains(RULE)
        ? Optional.of(withoutLast(ruleArn).replace(RULE, LISTENER))
        : Optional.empty();
  }

  /** The load balancer that a listener belongs to. */
  static Optional<String> balancerOf(String listenerArn) {
    return listenerArn.contains(LISTENER)
        ? Optional.of(withoutLast(listenerArn).replace(LISTENER, BALANCER))
        : Optional.empty();
  }

  /** A target group as metrics name it: {@code targetgroup/NAME/ID}; empty for anything else. */
  public static Optional<String> targetGroup(String arn) {
    int at = arn.indexOf(TARGET_GROUP);
    return at < 0 ? Optional.empty() : Optional.of(arn.substring(at + 1));
  }

  /** A load balancer as its ARN names it: {@code app/NAME/ID}. */
  static String balancer(String arn) {
    return arn.substring(arn.indexOf(BALANCER) + BALANCER.length());
  }

  /** Only an Application Load Balancer's listeners have rules. */
  static boolean hasRules(String balancerArn) {
    return balancer(balancerArn).startsWith("app/");
  }

  private static String withoutLast(String arn) {
    return arn.substring(0, Math.max(0, arn.lastIndexOf('/')));
  }
}
