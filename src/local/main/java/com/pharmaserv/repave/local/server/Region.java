package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.balancer.Balancer;
import com.pharmaserv.repave.local.image.StoredImage;
import com.pharmaserv.repave.local.server.CloudState.EnvironmentState;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/** One environment at run time: its balancer and the keepers of its generations. */
final class Region {
  private final String name;
  private final Equipment equipment;
  private final Map<GenerationId, GroupKeeper> keepers = new LinkedHashMap<>();
  private final Map<FleetId, Routed> routes = new HashMap<>();
  private final Map<GenerationId, String> problems = new HashMap<>();
  private Optional<Balancer> balancer = Optional.empty();
  private Optional<String> trouble = Optional.empty();

  Region(String name, Equipment equipment) {
    this.name = name;
    this.equipment = equipment;
  }

  /** What all regions share. */
  record Equipment(
      LocalHome home,
      SSLContext front,
      SSLContext back,
      MachineWorks works,
      ScheduledExecutorService probes,
      ImageShelf images) {}

  /** Looks up an image that a machine is to run. */
  interface ImageShelf {
    StoredImage require(ImageId id) throws ProviderException;
  }

  /** Opens the balancer; a port that is only wished for may become another one. */
  EnvironmentState open(EnvironmentState state) throws ProviderException {
    Listen asked = state.asked();
    Listen wished =
        new Listen(
            asked.port() == 0 ? state.bound().port() : asked.port(),
            asked.testPort() == 0 ? state.bound().testPort() : asked.testPort());
    Balancer opened;
    try {
      opened = start(wished, asked);
    } catch (IOException e) {
      String text = "environment " + name + " has no load balancer: " + e.getMessage();
      trouble = Optional.of(text);
      throw new ProviderException(Failure.Kind.CONFLICT, text, e);
    }
    balancer = Optional.of(opened);
    trouble = Optional.empty();
    return new EnvironmentState(name, asked, new Listen(opened.port(), opened.testPort()));
  }

  private Balancer start(Listen wished, Listen asked) throws IOException {
    Durable.privateFile(equipment.home().accessLog(name));
    try {
      return Balancer.start(settings(wished));
    } catch (IOException e) {
      if (asked.equals(wished)) {
        throw e;
      }
      // The ports of last time were only a wish where any port will do.
      return Balancer.start(settings(asked));
    }
  }

  private Balancer.Settings settings(Listen listen) {
    return new Balancer.Settings(
        listen.port(),
        listen.testPort(),
        equipment.front(),
        equipment.back(),
        equipment.home().accessLog(name));
  }

  boolean open() {
    return balancer.isPresent();
  }

  Optional<String> trouble() {
    return trouble;
  }

  Balancer requireBalancer() throws ProviderException {
    return balancer.orElseThrow(
        () ->
            new ProviderException(
                Failure.Kind.CONFLICT,
                trouble.orElse("environment " + name + " has no balancer yet")));
  }

  /** How a fleet stands in the balancer. */
  private record Routed(String host, HealthCheck check) {}

  /**
   * Makes the balancer and the keepers agree with the wanted state of a fleet; repeating it is
   * cheap.
   */
  void sync(FleetState fleet) throws ProviderException {
    Balancer running = requireBalancer();
    keepers.keySet().removeIf(id -> id.fleet().equals(fleet.id()) && fleet.find(id).isEmpty());
    problems.keySet().removeIf(id -> id.fleet().equals(fleet.id()));
    if (fleet.host().isPresent() && !syncRoute(running, fleet, fleet.host().get())) {
      return;
    }
    for (Group group : fleet.groups()) {
      if (!keepers.containsKey(group.id())) {
        try {
          keepers.put(group.id(), new GroupKeeper(pool(running, fleet, group), equipment.works()));
        } catch (ProviderException e) {
          // The other generations must not suffer from it; the next sync tries again.
          problems.put(group.id(), String.valueOf(e.getMessage()));
        }
      }
    }
  }

  /** Answers whether the balancer knows the fleet now. */
  private boolean syncRoute(Balancer running, FleetState fleet, String host) {
    Routed before = routes.get(fleet.id());
    if (before != null && !before.host().equals(host)) {
      running.removeFleet(before.host());
      routes.remove(fleet.id());
    }
    syncCheck(running, fleet, host);
    if (!routes.containsKey(fleet.id())) {
      return false;
    }
    if (!running.weights(host).equals(fleet.weights())) {
      running.shift(host, fleet.weights());
    }
    Optional<Slot> testSlot = fleet.testSlot();
    if (testSlot.isPresent() && !running.testSlot(host).equals(testSlot)) {
      running.pointTestRoute(host, testSlot.get());
    }
    return true;
  }

  /**
   * The balancer knows one health check per fleet: that of the oldest generation, because a check
   * that the active generation fails would take down what serves.
   */
  private void syncCheck(Balancer running, FleetState fleet, String host) {
    List<Group> byAge =
        fleet.groups().stream().sorted(Comparator.comparing(g -> g.id().number())).toList();
    for (Group group : byAge) {
      if (keepers.containsKey(group.id()) && routes.containsKey(fleet.id())) {
        return;
      }
      try {
        HealthCheck check = equipment.images().require(group.image()).health();
        Routed now = new Routed(host, check);
        if (!now.equals(routes.put(fleet.id(), now))) {
          running.putFleet(host, check);
        }
        return;
      } catch (ProviderException e) {
        // Its machines cannot run without the image, so its check does not matter: ask the next.
        problems.put(group.id(), String.valueOf(e.getMessage()));
      }
    }
  }

  private Pool pool(Balancer running, FleetState fleet, Group group) throws ProviderException {
    Optional<String> host = fleet.host();
    Optional<Slot> slot = group.slot();
    if (host.isPresent() && slot.isPresent()) {
      return new BalancerPool(running, host.get(), slot.get(), group.id().toString());
    }
    HealthCheck check = equipment.images().require(group.image()).health();
    return new ProbePool(equipment.probes(), equipment.back(), check);
  }

  /** Why a generation has no keeper. */
  String problem(GenerationId id) {
    return problems.getOrDefault(id, trouble.orElse("the local cloud is still starting"));
  }

  Optional<GroupKeeper> keeper(GenerationId id) {
    return Optional.ofNullable(keepers.get(id));
  }

  GroupKeeper require(GenerationId id) throws ProviderException {
    return keeper(id)
        .orElseThrow(
            () ->
                new ProviderException(
                    Failure.Kind.CONFLICT,
                    "generation %s is not tended: %s".formatted(id, problem(id))));
  }

  int booting(Instant now) {
    return keepers.values().stream().mapToInt(keeper -> keeper.booting(now)).sum();
  }

  int machines() {
    return keepers.values().stream().mapToInt(GroupKeeper::size).sum();
  }

  List<GroupKeeper> keepers() {
    return List.copyOf(keepers.values());
  }

  void close() {
    balancer.ifPresent(Balancer::close);
    balancer = Optional.empty();
  }
}
