package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S15;
import static com.pharmaserv.repave.infra.policy.Claim.S2;
import static com.pharmaserv.repave.infra.policy.Claim.S3;
import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S7;
import static com.pharmaserv.repave.infra.policy.Claim.S8;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where requests come in. */
final class EdgeRules {
  private static final String BALANCER = "lb/loadBalancer:LoadBalancer";
  private static final String LISTENER = "lb/listener:Listener";
  private static final String RULE = "lb/listenerRule:ListenerRule";
  private static final String TARGETS = "lb/targetGroup:TargetGroup";

  /** ELB user guide, "Security policies": TLS 1.2 restricted and 1.3, with post-quantum keys. */
  private static final Set<String> TLS_POLICIES =
      Set.of(
          "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
          "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
          "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
          "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09");

  private static final long YEAR_SECONDS = 31_536_000;
  private static final Pattern MAX_AGE = Pattern.compile("max-age=([0-9]{1,10})");
  private static final Pattern EXPIRES = Pattern.compile("Expires: (\\S+)");

  /** The longest fixed answer of a load balancer (ELB API reference, FixedResponseActionConfig). */
  private static final int ANSWER_MAX = 1024;

  private EdgeRules() {}

  /**
   * @param today the day that the text for finders of weaknesses must still be good on
   */
  static List<Rule> rules(LocalDate today) {
    return List.of(
        Rule.of(
            "L01",
            "Every listener speaks HTTPS, with a certificate.",
            List.of(S2),
            "ELB.1 ELB.18 CKV_AWS_2 CKV2_AWS_20 21CFR11.30",
            EdgeRules::https),
        Rule.of(
            "L02",
            "Every listener has a current TLS policy, named and not AWS's default.",
            List.of(S2),
            "ELB.17 CKV_AWS_103",
            EdgeRules::tlsPolicy),
        Rule.of(
            "L03",
            "Answers tell browsers to come back over HTTPS only, and what not to do.",
            List.of(S2),
            "internal",
            EdgeRules::headers),
        Rule.of(
            "L04",
            "Load balancers refuse odd requests, record all, survive the loss of a zone"
                + " and cannot be deleted in passing.",
            List.of(S7, S8),
            "ELB.4 ELB.5 ELB.6 ELB.12 CKV_AWS_91 CKV_AWS_131 CKV_AWS_150 CKV_AWS_328",
            EdgeRules::balancers),
        Rule.of(
            "L05",
            "Every load balancer stands behind a firewall that blocks, measures and records.",
            List.of(S4),
            "ELB.16 WAF.10 WAF.11 WAF.12 CKV2_AWS_28 CKV2_AWS_31",
            EdgeRules::firewall),
        Rule.of(
            "L06",
            "Machines are asked over HTTPS, and so is their health.",
            List.of(S2),
            "ELB.21 ELB.22 CKV_AWS_261 CKV_AWS_378",
            EdgeRules::targets),
        Rule.of(
            "L07",
            "Unknown hosts get nothing; what a fleet's rules forward to its two slots is"
                + " never touched by this program.",
            List.of(S3, S8),
            "internal",
            EdgeRules::forwarding),
        Rule.of(
            "L08",
            "Finders of a weakness are told whom to tell.",
            List.of(S15),
            "RFC9116",
            (all, sight) -> securityTxt(all, sight, today)));
  }

  private static void https(Inventory all, Sight sight) {
    sight.someOf(all.of(LISTENER), "there is no listener");
    for (ResourceView listener : all.of(LISTENER)) {
      sight.require(listener, listener.text("protocol").equals("HTTPS"), "does not speak HTTPS");
      sight.require(listener, listener.number("port") != 80, "listens on port 80");
      sight.require(listener, listener.has("certificateArn"), "has no certificate");
    }
    for (ResourceView certificate : all.of("acm/certificate:Certificate")) {
      sight.require(
          certificate,
          certificate.text("validationMethod").equals("DNS"),
          "is not renewed by itself");
    }
  }

  private static void tlsPolicy(Inventory all, Sight sight) {
    sight.someOf(all.of(LISTENER), "there is no listener");
    for (ResourceView listener : all.of(LISTENER)) {
      String policy = listener.text("sslPolicy");
      sight.require(listener, TLS_POLICIES.contains(policy), "has TLS policy '" + policy + "'");
    }
  }

  private static void headers(Inventory all, Sight sight) {
    sight.someOf(all.of(LISTENER), "there is no listener");
    for (ResourceView listener : all.of(LISTENER)) {
      String hsts = listener.text("routingHttpResponseStrictTransportSecurityHeaderValue");
      Matcher age = MAX_AGE.matcher(hsts);
      sight.require(
          listener,
          age.find()
              && Long.parseLong(age.group(1)) >= YEAR_SECONDS
              && hsts.contains("includeSubDomains"),
          "does not demand HTTPS for a year, for all names below");
      sight.require(
          listener,
          listener.text("routingHttpResponseXContentTypeOptionsHeaderValue").equals("nosniff"),
          "lets browsers guess types");
      sight.require(
          listener,
          listener.text("routingHttpResponseXFrameOptionsHeaderValue").equals("DENY"),
          "lets others frame it");
      sight.require(
          listener,
          listener.has("routingHttpResponseContentSecurityPolicyHeaderValue"),
          "has no content security policy");
      sight.require(
          listener,
          listener.at("routingHttpResponseServerEnabled").equals(java.util.Optional.of(false)),
          "tells what it is");
    }
  }

  private static void balancers(Inventory all, Sight sight) {
    sight.someOf(all.of(BALANCER), "there is no load balancer");
    for (ResourceView lb : all.of(BALANCER)) {
      sight.require(lb, lb.flag("dropInvalidHeaderFields"), "passes invalid headers on");
      sight.require(
          lb, lb.text("desyncMitigationMode").equals("strictest"), "passes odd requests on");
      sight.require(lb, lb.flag("enableDeletionProtection"), "can be deleted");
      sight.require(lb, lb.flag("enableZonalShift"), "cannot leave a zone");
      sight.require(lb, lb.flag("accessLogs.enabled"), "does not record requests");
      sight.require(lb, lb.flag("connectionLogs.enabled"), "does not record connections");
    }
  }

  private static void firewall(Inventory all, Sight sight) {
    for (ResourceView lb : all.of(BALANCER)) {
      sight.require(
          lb,
          !all.users(lb, "wafv2/webAclAssociation:WebAclAssociation", "resourceArn").isEmpty(),
          "has no firewall");
    }
    sight.someOf(all.of("wafv2/webAcl:WebAcl"), "there is no firewall");
    for (ResourceView acl : all.of("wafv2/webAcl:WebAcl")) {
      sight.require(acl, acl.list("rules").size() >= 4, "has too few rules");
      sight.require(
          acl,
          acl.list("rules").stream()
              .map(rule -> (Map<?, ?>) rule)
              .noneMatch(
                  rule ->
                      String.valueOf(rule.get("overrideAction")).contains("count")
                          || String.valueOf(rule.get("action")).contains("count")),
          "only counts what it should block");
      sight.require(acl, acl.flag("visibilityConfig.cloudwatchMetricsEnabled"), "does not measure");
      sight.require(
          acl,
          !all.users(
                  acl, "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "resourceArn")
              .isEmpty(),
          "does not record");
    }
  }

  private static void targets(Inventory all, Sight sight) {
    sight.someOf(all.of(TARGETS), "there is no target group");
    for (ResourceView group : all.of(TARGETS)) {
      sight.require(group, group.text("protocol").equals("HTTPS"), "asks machines without TLS");
      sight.require(
          group, group.text("healthCheck.protocol").equals("HTTPS"), "asks for health without TLS");
      sight.require(group, group.has("healthCheck.matcher"), "does not say what is healthy");
    }
  }

  private static void forwarding(Inventory all, Sight sight) {
    for (ResourceView listener : all.of(LISTENER)) {
      sight.require(
          listener,
          listener.text("defaultActions.0.type").equals("fixed-response")
              && listener.text("defaultActions.0.fixedResponse.statusCode").equals("404"),
          "answers unknown hosts");
    }
    for (ResourceView rule : all.of(RULE)) {
      if (!rule.text("actions.0.type").equals("forward")) {
        continue;
      }
      sight.require(
          rule,
          rule.ignoreChanges().equals(Set.of("actions")),
          "takes the weights back from the rollout tool, or ignores more than them");
      sight.require(
          rule,
          rule.list("actions.0.forward.targetGroups").size() == 2,
          "does not lead to two slots");
      sight.require(
          rule, !rule.list("conditions.0.hostHeader.values").isEmpty(), "is for every host");
      sight.require(
          rule, !rule.flag("actions.0.forward.stickiness.enabled"), "keeps callers on a slot");
    }
    for (ResourceView group : all.of(TARGETS)) {
      sight.require(
          group,
          all.users(group, RULE, "actions").size() == 2,
          "is not on a production rule and a test rule: idle slots are not health-checked");
    }
  }

  private static void securityTxt(Inventory all, Sight sight, LocalDate today) {
    List<ResourceView> rules =
        all.of(RULE).stream()
            .filter(r -> r.inputs().toString().contains("/.well-known/security.txt"))
            .toList();
    sight.someOf(rules, "nothing answers /.well-known/security.txt");
    for (ResourceView rule : rules) {
      String text = rule.text("actions.0.fixedResponse.messageBody");
      sight.require(rule, text.contains("Contact: "), "names no contact");
      sight.require(rule, text.length() <= ANSWER_MAX, "is longer than " + ANSWER_MAX);
      sight.require(rule, goodFor(text, today), "expires within 30 days, or after a year");
    }
  }

  private static boolean goodFor(String text, LocalDate today) {
    Matcher expires = EXPIRES.matcher(text);
    if (!expires.find()) {
      return false;
    }
    try {
      Instant end = Instant.parse(expires.group(1));
      Duration left = Duration.between(today.atStartOfDay(ZoneOffset.UTC).toInstant(), end);
      return left.toDays() >= 30 && left.toDays() <= 366;
    } catch (DateTimeException e) {
      return false; // an unreadable date counts as none
    }
  }
}
