package com.pharmaserv.repave.infra.edge;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.SecurityGroups;
import com.pharmaserv.repave.infra.log.Landing;
import com.pharmaserv.repave.infra.network.Network;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.lb.Listener;
import com.pulumi.aws.lb.ListenerArgs;
import com.pulumi.aws.lb.ListenerRule;
import com.pulumi.aws.lb.ListenerRuleArgs;
import com.pulumi.aws.lb.LoadBalancer;
import com.pulumi.aws.lb.LoadBalancerArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionFixedResponseArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionFixedResponseArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionPathPatternArgs;
import com.pulumi.aws.lb.inputs.LoadBalancerAccessLogsArgs;
import com.pulumi.aws.lb.inputs.LoadBalancerConnectionLogsArgs;
import com.pulumi.resources.Resource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The one way in: HTTPS and nothing else. There is no listener on port 80, not even to redirect:
 * browsers know from the preload list of HSTS to ask over HTTPS.
 */
public final class TlsLoadBalancer extends Part {
  /**
   * TLS 1.3 and the better half of 1.2, with post-quantum key exchange: what AWS recommends (ELB
   * user guide, "Security policies"). AWS's default is a policy of 2016.
   */
  private static final String TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

  private static final String HSTS = "max-age=63072000; includeSubDomains; preload";
  private static final String CONTENT_POLICY =
      "default-src 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'";

  private static final int HTTPS_PORT = 443;
  private static final int IDLE_SECONDS = 60;
  private static final int SECURITY_TXT_PRIORITY = 1;
  private static final String NOT_FOUND = "404";

  private final LoadBalancer balancer;
  private final SecurityGroup group;
  private final Listener listener;

  public TlsLoadBalancer(Network network, Landing landing, Key logsKey, LocalDate today) {
    super("TlsLoadBalancer", "edge", network.scope());
    group = SecurityGroups.closed(this, "group", network.vpc(), "Load balancer");
    SecurityGroups.open(this, "https", group, HTTPS_PORT, "Customers, over HTTPS");
    balancer = balancer(network, landing);
    listener = makeListener();
    securityTxt(today);
    new Firewall(this, balancer.arn(), logsKey);
    registerOutputs(Map.of("address", balancer.dnsName()));
  }

  private LoadBalancer balancer(Network network, Landing landing) {
    return new LoadBalancer(
        named("lb"),
        LoadBalancerArgs.builder()
            .loadBalancerType("application")
            .internal(false)
            .subnets(network.edge().subnetIds())
            .securityGroups(group.id().applyValue(List::of))
            .dropInvalidHeaderFields(true)
            .desyncMitigationMode("strictest")
            .enableDeletionProtection(true)
            .enableZonalShift(true)
            .idleTimeout(IDLE_SECONDS)
            .accessLogs(
                LoadBalancerAccessLogsArgs.builder()
                    .bucket(landing.bucket())
                    .prefix(Landing.ACCESS)
                    .enabled(true)
                    .build())
            .connectionLogs(
                LoadBalancerConnectionLogsArgs.builder()
                    .bucket(landing.bucket())
                    .prefix(Landing.CONNECTIONS)
                    .enabled(true)
                    .build())
            .build(),
        // AWS refuses one that faces the internet in a network that does not.
        options().protect(true).dependsOn(network.entry().toArray(Resource[]::new)).build());
  }

  private Listener makeListener() {
    Certificate certificate = new Certificate(this, scope().infrastructure().domain());
    return new Listener(
        named("https"),
        ListenerArgs.builder()
            .loadBalancerArn(balancer.arn())
            .protocol("HTTPS")
            .port(HTTPS_PORT)
            .sslPolicy(TLS_POLICY)
            .certificateArn(certificate.arn())
            .routingHttpResponseStrictTransportSecurityHeaderValue(HSTS)
            .routingHttpResponseContentSecurityPolicyHeaderValue(CONTENT_POLICY)
            .routingHttpResponseXContentTypeOptionsHeaderValue("nosniff")
            .routingHttpResponseXFrameOptionsHeaderValue("DENY")
            .routingHttpResponseServerEnabled(false)
            // Never to a fleet: whoever asks for a host that we do not know gets nothing.
            .defaultActions(
                ListenerDefaultActionArgs.builder()
                    .type("fixed-response")
                    .fixedResponse(
                        ListenerDefaultActionFixedResponseArgs.builder()
                            .statusCode(NOT_FOUND)
                            .contentType("text/plain")
                            .messageBody("Not found")
                            .build())
                    .build())
            .build(),
        own());
  }

  private void securityTxt(LocalDate today) {
    String text =
        SecurityTxt.of(
            scope().infrastructure().contact(), scope().infrastructure().domain().name(), today);
    new ListenerRule(
        named("security-txt"),
        ListenerRuleArgs.builder()
            .listenerArn(listener.arn())
            .priority(SECURITY_TXT_PRIORITY)
            .conditions(
                ListenerRuleConditionArgs.builder()
                    .pathPattern(
                        ListenerRuleConditionPathPatternArgs.builder()
                            .values("/.well-known/security.txt")
                            .build())
                    .build())
            .actions(
                ListenerRuleActionArgs.builder()
                    .type("fixed-response")
                    .fixedResponse(
                        ListenerRuleActionFixedResponseArgs.builder()
                            .statusCode("200")
                            .contentType("text/plain")
                            .messageBody(text)
                            .build())
                    .build())
            .build(),
        own());
  }

  public LoadBalancer balancer() {
    return balancer;
  }

  /** Lets requests through to a fleet's machines. */
  public void connect(Part part, SecurityGroup machines) {
    SecurityGroups.connect(
        part, "requests", group, machines, Network.MACHINE_PORT, "Requests, over HTTPS");
  }

  public Listener listener() {
    return listener;
  }
}
