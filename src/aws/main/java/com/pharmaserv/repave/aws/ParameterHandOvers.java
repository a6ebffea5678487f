package com.pharmaserv.repave.aws;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.ProviderException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/**
 * Hand-over documents in SSM Parameter Store, one parameter per fleet, read once per process: a
 * rollout that began on one document must not go on with another.
 */
final class ParameterHandOvers implements HandOvers {
  private final Environment environment;
  private final Clients clients;
  private final HandOverText text;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<FleetId, Held> held = new HashMap<>();

  ParameterHandOvers(Environment environment, Clients clients, HandOverText text) {
    this.environment = environment;
    this.clients = clients;
    this.text = text;
  }

  private record Held(HandOver document, long version) {}

  @Override
  public HandOver of(Fleet fleet) throws ProviderException {
    return held(fleet).document();
  }

  @Override
  public long version(Fleet fleet) throws ProviderException {
    return held(fleet).version();
  }

  /** The parameter's name. */
  static String name(FleetId fleet) {
    return HandOver.parameter(fleet);
  }

  private Held held(Fleet fleet) throws ProviderException {
    lock.lock();
    try {
      Held known = held.get(fleet.id());
      if (known != null) {
        return known;
      }
      Held read = read(fleet);
      held.put(fleet.id(), read);
      return read;
    } finally {
      lock.unlock();
    }
  }

  private Held read(Fleet fleet) throws ProviderException {
    String name = name(fleet.id());
    Parameter parameter =
        Errors.read("read parameter " + name, () -> parameter(name))
            .orElseThrow(
                () ->
                    new ProviderException(
                        Failure.Kind.GONE,
                        ("parameter %s does not exist in region %s: the infrastructure"
                                + " has not handed over fleet %s; run 'pulumi up' in infra")
                            .formatted(name, clients.region(), fleet.id())));
    HandOver document = parsed(parameter.value(), name);
    require(name, "fleet", document.fleet().toString(), fleet.id().toString());
    require(name, "account", document.account(), clients.account());
    require(name, "region", document.region(), clients.region());
    if (fleet.routed() != document.route().isPresent()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "parameter %s has %s in environment '%s'; bring the two into line"
              .formatted(
                  name,
                  fleet.routed() ? "no route, but the fleet has" : "a route, the fleet none",
                  environment.name()));
    }
    return new Held(document, parameter.version());
  }

  private Optional<Parameter> parameter(String name) {
    try {
      return Optional.of(clients.ssm().getParameter(r -> r.name(name)).parameter());
    } catch (ParameterNotFoundException missing) {
      return Optional.empty();
    }
  }

  private HandOver parsed(String json, String name) throws ProviderException {
    try {
      return text.read(json, name);
    } catch (IllegalArgumentException malformed) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("the hand-over in parameter %s cannot be used: %s; run 'pulumi up' of the"
                  + " matching version")
              .formatted(name, malformed.getMessage()),
          malformed);
    }
  }

  private void require(String name, String what, String found, String wanted)
      throws ProviderException {
    if (!found.equals(wanted)) {
      throw new ProviderException(
          Failure.Kind.DENIED,
          ("the hand-over in parameter %s is for %s %s, environment '%s' wants %s;"
                  + " nothing was done")
              .formatted(name, what, found, environment.name(), wanted));
    }
  }
}
