package com.pharmaserv.repave.aws.gauge;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver.Route;
import com.pharmaserv.repave.port.ProviderException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a route's ARNs by which CloudWatch names the things: {@code targetgroup/NAME/ID} and
 * {@code app/NAME/ID} or {@code net/NAME/ID} (Elastic Load Balancing user guides, "CloudWatch
 * metrics", dimensions).
 */
final class ElbArns {
  private static final Pattern TARGET_GROUP = Pattern.compile(".*:(targetgroup/[^/]+/[^/]+)");
  private static final Pattern BALANCER =
      Pattern.compile(".*:(?:listener|listener-rule)/((?:app|net)/[^/]+/[^/]+)/.+");

  private ElbArns() {}

  static String targetGroup(String arn) throws ProviderException {
    return part(TARGET_GROUP, "a target group", arn);
  }

  static String balancer(Route route) throws ProviderException {
    return part(BALANCER, "a listener or a rule", route.production().arn());
  }

  /** The load balancer's own ARN, which its listeners' and rules' ARNs contain. */
  static String balancerArn(Route route) throws ProviderException {
    String entry = route.production().arn();
    return entry.substring(0, entry.indexOf(":listener") + 1) + "loadbalancer/" + balancer(route);
  }

  /** Whether it is a Network Load Balancer, which counts connections and not requests. */
  static boolean network(Route route) throws ProviderException {
    return balancer(route).startsWith("net/");
  }

  private static String part(Pattern pattern, String what, String arn) throws ProviderException {
    Matcher matcher = pattern.matcher(arn);
    if (!matcher.matches()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "the hand-over's '%s' is not the ARN of %s; deploy the infrastructure"
              .formatted(arn, what));
    }
    return matcher.group(1);
  }
}
