package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * The actions of a rule or a listener, one of which divides requests between a fleet's two target
 * groups.
 *
 * @param blue weight as ELBv2 has it, 0 to 999
 */
record Forward(List<Action> actions, HandOver.Route route, int blue, int green) {
  Forward {
    actions = List.copyOf(actions);
  }

  /**
   * Reads the production entry, which must forward to exactly the fleet's two target groups: the
   * idle one too, because a target group that no rule names is not health-checked.
   */
  static Forward production(String entry, List<Action> actions, HandOver.Route route)
      throws ProviderException {
    Forward forward = test(entry, actions, route);
    if (forward.groups() != Slot.values().length) {
      throw strange(entry, actions, route);
    }
    return forward;
  }

  /** Reads the test entry, which may forward to one of the two alone. */
  static Forward test(String entry, List<Action> actions, HandOver.Route route)
      throws ProviderException {
    List<Action> forwards = actions.stream().filter(Forward::forwards).toList();
    Map<String, Integer> weights = forwards.size() == 1 ? weights(forwards.get(0)) : Map.of();
    boolean ours =
        !weights.isEmpty() && List.of(route.blue(), route.green()).containsAll(weights.keySet());
    if (!ours) {
      throw strange(entry, actions, route);
    }
    return new Forward(
        actions,
        route,
        weights.getOrDefault(route.blue(), 0),
        weights.getOrDefault(route.green(), 0));
  }

  /** In percent; a share is shown as none or all only if it is exactly that. */
  Weights weights() {
    if (blue == 0 && green == 0) {
      return Weights.NONE;
    }
    if (blue == 0 || green == 0) {
      return Weights.of(blue == 0 ? Slot.GREEN : Slot.BLUE, 100);
    }
    long percent = Math.round(100.0 * blue / (blue + green));
    return Weights.of(Slot.BLUE, (int) Math.min(99, Math.max(1, percent)));
  }

  /** Whether the weights are these without any rounding. */
  boolean exactly(Weights other) {
    boolean same = (long) blue * other.green() == (long) green * other.blue();
    return same && weights().equals(other);
  }

  /** Where everything goes; empty while it is divided. */
  Optional<Slot> only() {
    for (Slot slot : Slot.values()) {
      if (weights().share(slot) == 100) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }

  /**
   * The whole list of actions with other weights. ModifyRule and ModifyListener replace every
   * action (ELBv2 API reference), so all else is sent as it was read.
   */
  List<Action> with(Weights weights) {
    List<Action> changed = new ArrayList<>();
    for (Action action : actions) {
      changed.add(forwards(action) ? with(action, weights) : resent(action));
    }
    return changed;
  }

  private Action with(Action action, Weights weights) {
    Map<String, Integer> order = new LinkedHashMap<>(weights(action));
    order.put(route.blue(), weights.blue());
    order.put(route.green(), weights.green());
    List<TargetGroupTuple> groups =
        order.entrySet().stream()
            .map(e -> TargetGroupTuple.builder().targetGroupArn(e.getKey()).weight(e.getValue()))
            .map(TargetGroupTuple.Builder::build)
            .toList();
    ForwardActionConfig config = action.forwardConfig();
    ForwardActionConfig.Builder builder =
        config == null ? ForwardActionConfig.builder() : config.toBuilder();
    // One target group may be named beside the config; several may not.
    return action.toBuilder()
        .targetGroupArn(null)
        .forwardConfig(builder.targetGroups(groups).build())
        .build();
  }

  /** ELBv2 never returns an OIDC client's secret; without this it would have to be sent again. */
  private static Action resent(Action action) {
    if (action.authenticateOidcConfig() == null) {
      return action;
    }
    return action.toBuilder()
        .authenticateOidcConfig(
            action.authenticateOidcConfig().toBuilder().useExistingClientSecret(true).build())
        .build();
  }

  /** How many target groups it names, whatever their weight. */
  int groups() {
    return actions.stream().filter(Forward::forwards).mapToInt(a -> weights(a).size()).sum();
  }

  private static boolean forwards(Action action) {
    return action.type() == ActionTypeEnum.FORWARD;
  }

  /** Weights by target group; nothing for an action that does not forward. */
  static Map<String, Integer> weights(Action action) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    ForwardActionConfig config = action.forwardConfig();
    if (config != null && config.hasTargetGroups()) {
      for (TargetGroupTuple group : config.targetGroups()) {
        // A single target group may come without a weight; it then gets everything.
        Integer weight = group.weight();
        weights.put(group.targetGroupArn(), weight == null ? 1 : weight);
      }
    } else if (action.targetGroupArn() != null) {
      weights.put(action.targetGroupArn(), 1);
    }
    return weights;
  }

  private static ProviderException strange(
      String entry, List<Action> actions, HandOver.Route route) {
    List<String> there =
        actions.stream()
            .map(a -> forwards(a) ? "forward to " + weights(a) : String.valueOf(a.typeAsString()))
            .toList();
    return new ProviderException(
        Failure.Kind.CONFLICT,
        ("%s has the actions %s and must have one that forwards to %s and %s only; let"
                + " the infrastructure program make it anew")
            .formatted(entry, there, route.blue(), route.green()));
  }
}
