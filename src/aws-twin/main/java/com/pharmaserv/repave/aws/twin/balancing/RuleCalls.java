package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.balancing.Forward.Weighted;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.List;
import java.util.Optional;

/** Operations on rules: where an application load balancer's weights are. */
final class RuleCalls {
  Answer create(Request request) {
    Balancing balancing = BalancingService.of(request);
    Params params = request.params();
    Listener listener = ListenerCalls.listener(balancing, params.required("ListenerArn"));
    int priority =
        params
            .number("Priority")
            .orElseThrow(() -> new TwinException("ValidationError", "A priority is required"));
    // ELBv2 API reference, CreateRule: not idempotent; "PriorityInUse: The specified priority is
    // in use."
    if (balancing.rulesOf(listener.arn(), request.now()).stream()
        .anyMatch(rule -> rule.priority().equals(Optional.of(priority)))) {
      throw new TwinException("PriorityInUse", "Priority '" + priority + "' is currently in use");
    }
    String id = listener.arn().replaceFirst("^.*:listener/", "listener-rule/");
    Rule rule =
        new Rule(
            request.region().arn("elasticloadbalancing", id + "/" + request.region().ids().hex(16)),
            listener.arn(),
            Optional.of(priority),
            params.items("Conditions").stream().map(Condition::parse).toList(),
            Forward.parse(params.items("Actions")));
    checked(balancing, rule);
    balancing.rules().put(rule.arn(), rule);
    BalancerCalls.tag(balancing, rule.arn(), params.items("Tags"));
    return described(List.of(rule), Optional.empty());
  }

  Answer describe(Request request) {
    Balancing balancing = BalancingService.of(request);
    List<String> arns = request.params().texts("RuleArns");
    Optional<String> listener = request.params().text("ListenerArn");
    if (arns.isEmpty() == listener.isEmpty()) {
      throw new TwinException(
          "ValidationError", "You must specify either listener rule ARNs or a listener ARN");
    }
    List<Rule> found =
        listener.isPresent()
            ? balancing.rulesOf(
                ListenerCalls.listener(balancing, listener.get()).arn(), request.asOf())
            : balancing.rules().all(request.asOf()).stream()
                .filter(rule -> arns.contains(rule.arn()))
                .toList();
    if (found.size() < arns.size()) {
      throw new TwinException("RuleNotFound", "One or more rules not found: " + arns);
    }
    Page<Rule> page = BalancingService.page(request, found);
    return described(page.items(), page.next());
  }

  /**
   * ELBv2 API reference, ModifyRule: "To modify the actions ... the actions that you specify
   * replace the existing actions": the entire list, without any condition on what was there.
   */
  Answer modify(Request request) {
    Balancing balancing = BalancingService.of(request);
    Params params = request.params();
    Rule rule = rule(balancing, params.required("RuleArn"));
    if (rule.priority().isEmpty()) {
      throw new TwinException("OperationNotPermitted", "Default rule cannot be modified");
    }
    Rule changed = rule;
    if (params.has("Actions")) {
      changed = changed.withActions(Forward.parse(params.items("Actions")));
    }
    if (params.has("Conditions")) {
      changed =
          changed.withConditions(
              params.items("Conditions").stream().map(Condition::parse).toList());
    }
    checked(balancing, changed);
    balancing.rules().put(changed.arn(), changed);
    return described(List.of(changed), Optional.empty());
  }

  Answer delete(Request request) {
    Balancing balancing = BalancingService.of(request);
    Rule rule = rule(balancing, request.params().required("RuleArn"));
    if (rule.priority().isEmpty()) {
      throw new TwinException("OperationNotPermitted", "Default rule cannot be deleted");
    }
    balancing.rules().remove(rule.arn());
    balancing.forgetTags(rule.arn());
    return Answer.empty();
  }

  private static Rule rule(Balancing balancing, String arn) {
    return balancing
        .rules()
        .get(arn)
        .orElseThrow(
            () -> new TwinException("RuleNotFound", "One or more rules not found: '" + arn + "'"));
  }

  /** Refuses actions that name what cannot be named. */
  static void checked(Balancing balancing, Rule rule) {
    Optional<Balancer> balancer = balancing.balancerOf(rule);
    for (Forward action : rule.actions()) {
      for (Weighted weighted : action.groups()) {
        TargetGroup group = balancing.group(weighted.groupArn());
        // ELBv2 user guide, quotas: one load balancer per target group, not adjustable.
        boolean elsewhere =
            balancing.rulesNaming(group.arn(), balancing.region().clock().now()).stream()
                .anyMatch(other -> !balancing.balancerOf(other).equals(balancer));
        if (elsewhere) {
          throw new TwinException(
              "TargetGroupAssociationLimit",
              "The target group '" + group.arn() + "' is associated with another load balancer");
        }
        // User guide, "Sticky sessions": with target stickiness in one of several groups, the
        // rule needs target group stickiness.
        if (group.sticky() && action.groups().size() > 1 && action.stickySeconds().isEmpty()) {
          throw new TwinException(
              "InvalidConfigurationRequest",
              "Target group stickiness must be enabled on the rule: '"
                  + group.arn()
                  + "' has sticky targets");
        }
      }
    }
  }

  private static Answer described(List<Rule> some, Optional<String> next) {
    return Answer.xml(xml -> xml.list("Rules", some, RuleCalls::write).text("NextMarker", next));
  }

  private static void write(Xml xml, Rule rule) {
    xml.text("RuleArn", rule.arn())
        .text("Priority", rule.priority().map(String::valueOf).orElse("default"))
        .list("Conditions", rule.conditions(), (item, condition) -> condition.write(item))
        .list("Actions", rule.actions(), (item, action) -> action.write(item))
        .text("IsDefault", rule.priority().isEmpty());
  }
}
