package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.balancer.Balancer;
import com.pharmaserv.repave.local.image.StoredImage;
import com.pharmaserv.repave.local.machine.Evidence;
import com.pharmaserv.repave.local.server.CloudState.EnvironmentState;
import com.pharmaserv.repave.local.server.Region.Equipment;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalSystemTime;
import com.pharmaserv.repave.local.wire.BalancerView;
import com.pharmaserv.repave.local.wire.CloudStatus.EnvironmentStatus;
import com.pharmaserv.repave.local.wire.Place;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The cloud: what is wanted (durable) and what is there (at run time), brought together by its
 * loop. One monitor guards both; nothing that takes long happens under it.
 */
final class Cloud {
  /** What a small machine can carry; a typing error in a desired count must not bring it down. */
  static final int MACHINES_MAX = 100;

  /** Between two looks at a region whose ports are taken. */
  private static final Duration REOPEN_PAUSE = Duration.ofSeconds(5);

  private static final long LOG_BYTES_MAX = 4L * 1024 * 1024;
  private static final Duration LOG_PAUSE = Duration.ofSeconds(10);
  private static final int ERRORS_MAX = 100;
  private static final Duration STOP_PAUSE = Duration.ofMillis(50);
  private static final Duration KILL_MAX = Duration.ofSeconds(3);
  private static final System.Logger LOG = System.getLogger("repave.cloud");

  private final Equipment equipment;
  private final Clock clock;
  private final Consumer<List<String>> hostsChanged;
  private final SortedMap<String, Region> regions = new TreeMap<>();
  private CloudState state;
  private Instant reopenAt = Instant.MIN;
  private Instant boundLogsAt = Instant.MIN;
  private boolean stopping;

  /** Told already; the loop would say the same ten times a second. */
  private final Set<String> errors = new HashSet<>();

  /**
   * Takes up the state that an earlier cloud left.
   *
   * @param hostsChanged told all hosts that fleets take traffic for
   */
  Cloud(CloudState state, Equipment equipment, Clock clock, Consumer<List<String>> hostsChanged) {
    this.state = state;
    this.equipment = equipment;
    this.clock = clock;
    this.hostsChanged = hostsChanged;
  }

  /** A change of a fleet's wanted state. */
  interface Rule {
    FleetState apply(FleetState fleet) throws ProviderException;
  }

  /** Returns the last intent that was acted on. */
  synchronized Optional<Head> fence(Place place, long epoch) throws ProviderException {
    change(place, fleet -> fleet.fence(epoch));
    return state.fleet(place.fleet()).flatMap(FleetState::acted);
  }

  synchronized void launch(Place place, Stamp stamp, LaunchGeneration action)
      throws ProviderException {
    StoredImage image = equipment.images().require(action.image());
    boolean exists =
        state.fleet(place.fleet()).flatMap(f -> f.find(action.generation())).isPresent();
    if (image.image().block().isPresent() && !exists) {
      throw new ProviderException(
          Failure.Kind.DENIED,
          "image " + action.image() + " is blocked: " + image.image().block().get().reason());
    }
    change(place, fleet -> fleet.stamped(stamp).launch(action));
  }

  void resize(Place place, Stamp stamp, Resize action) throws ProviderException {
    change(place, fleet -> fleet.stamped(stamp).resize(action));
  }

  /** As an operator does it, outside of any rollout. */
  void scale(Place place, Resize action) throws ProviderException {
    change(place, fleet -> fleet.scale(action));
  }

  void configure(Place place, Stamp stamp, Configure action) throws ProviderException {
    change(place, fleet -> fleet.stamped(stamp).configure(action));
  }

  synchronized void retire(Place place, Stamp stamp, RetireGeneration action)
      throws ProviderException {
    GenerationId id = action.generation();
    Optional<Generation> view = state.fleet(place.fleet()).flatMap(f -> f.find(id)).map(this::view);
    int machines = view.map(g -> Math.max(g.desired(), g.machines().size())).orElse(0);
    if (machines > 0) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "generation "
              + id
              + " still has "
              + machines
              + " machines; resize it to 0 and let them leave");
    }
    if (view.isPresent() && view.get().settings().guarded()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT, "generation " + id + " is guarded; configure it first");
    }
    change(place, fleet -> fleet.stamped(stamp).retire(id));
  }

  /**
   * Takes the machine out of its pool and ends it. Its folder says that it must be kept before
   * anything happens to it, and is sealed as soon as it has ended.
   */
  synchronized void quarantine(Place place, Stamp stamp, Quarantine action)
      throws ProviderException {
    String environment = place.fleet().environment().name();
    if (Evidence.has(equipment.home(), environment, action.machine())) {
      change(place, fleet -> fleet.stamped(stamp));
      return;
    }
    change(
        place,
        fleet -> {
          FleetState stamped = fleet.stamped(stamp);
          stamped.require(action.generation());
          region(environment).require(action.generation()).inService(action.machine());
          return stamped;
        });
    region(environment).require(action.generation()).quarantine(action, clock.instant());
  }

  void shift(Place place, Stamp stamp, ShiftTraffic action) throws ProviderException {
    change(place, fleet -> fleet.stamped(stamp).shift(action));
  }

  void pointTestRoute(Place place, Stamp stamp, Slot slot) throws ProviderException {
    change(place, fleet -> fleet.stamped(stamp).pointTestRoute(slot));
  }

  synchronized FleetView observe(Place place) {
    Optional<FleetState> fleet = state.fleet(place.fleet());
    Optional<FleetView.RouteView> route =
        place
            .host()
            .map(
                host ->
                    fleet
                        .map(f -> new FleetView.RouteView(f.weights(), f.testSlot()))
                        .orElseGet(() -> new FleetView.RouteView(Weights.NONE, Optional.empty())));
    List<Generation> generations =
        fleet.map(FleetState::groups).orElse(List.of()).stream().map(this::view).toList();
    return new FleetView(clock.instant(), route, generations)
        .acting(fleet.flatMap(FleetState::acted));
  }

  synchronized List<Generation> generations(String environment) {
    return state.fleetsOf(environment).stream()
        .flatMap(fleet -> fleet.groups().stream())
        .map(this::view)
        .toList();
  }

  synchronized Measurement measure(Place place, GenerationId generation, Instant since)
      throws ProviderException {
    Instant now = clock.instant();
    boolean known = state.fleet(place.fleet()).flatMap(f -> f.find(generation)).isPresent();
    if (place.host().isEmpty() || !known) {
      return new Measurement(since, now, 0, 0, Duration.ZERO, Duration.ZERO);
    }
    return region(place.fleet().environment().name())
        .requireBalancer()
        .measure(place.host().get(), generation.toString(), since, now);
  }

  /** Where the test route of the fleet's environment listens. */
  synchronized int testPort(FleetId fleet) throws ProviderException {
    return region(fleet.environment().name()).requireBalancer().testPort();
  }

  /** The environment's balancer, opened if it is asked for the first time. */
  synchronized BalancerView balancer(String environment, Listen listen) throws ProviderException {
    requireRunning();
    ensureRegion(environment, listen);
    Balancer balancer = region(environment).requireBalancer();
    SortedMap<String, BalancerView.FleetCounts> fleets = new TreeMap<>();
    for (FleetState fleet : state.fleetsOf(environment)) {
      if (fleet.host().isPresent() && !fleet.groups().isEmpty()) {
        String host = fleet.host().get();
        fleets.put(
            fleet.id().name(),
            new BalancerView.FleetCounts(
                host,
                counts(balancer.totals(host, Slot.BLUE)),
                counts(balancer.totals(host, Slot.GREEN))));
      }
    }
    return new BalancerView(balancer.port(), balancer.testPort(), fleets);
  }

  synchronized List<EnvironmentStatus> status() {
    List<EnvironmentStatus> environments = new ArrayList<>();
    for (EnvironmentState environment : state.environments().values()) {
      Region region = regions.get(environment.name());
      environments.add(
          new EnvironmentStatus(
              environment.name(),
              environment.bound().port(),
              environment.bound().testPort(),
              state.fleetsOf(environment.name()).stream().mapToInt(f -> f.groups().size()).sum(),
              region == null ? 0 : region.machines(),
              region == null ? Optional.of("not opened yet") : region.trouble()));
    }
    return environments;
  }

  /** One turn of the loop. */
  synchronized void tick() {
    if (stopping) {
      return;
    }
    Instant now = clock.instant();
    if (!now.isBefore(reopenAt)) {
      reopenAt = now.plus(REOPEN_PAUSE);
      reopen();
    }
    equipment.works().booting(regions.values().stream().mapToInt(r -> r.booting(now)).sum());
    CloudState next = state;
    for (FleetState fleet : state.fleets().values()) {
      for (Group group : fleet.groups()) {
        Group tended = tend(now, fleet, group);
        if (!tended.equals(group)) {
          next = next.with(next.fleet(fleet.id()).orElse(fleet).replace(tended));
        }
      }
    }
    remember(next);
    if (!now.isBefore(boundLogsAt)) {
      boundLogsAt = now.plus(LOG_PAUSE);
      everyKeeper(GroupKeeper::boundLogs);
      boundOwnLog();
    }
  }

  /** An error in one generation must not keep the others from being tended. */
  private Group tend(Instant now, FleetState fleet, Group group) {
    Optional<GroupKeeper> keeper = keeper(group.id());
    try {
      return keeper.isPresent() ? keeper.get().tick(now, group, fleet.zones()) : group;
    } catch (RuntimeException e) {
      if (errors.size() >= ERRORS_MAX) {
        errors.clear();
      }
      if (errors.add(group.id() + ": " + e)) {
        LOG.log(System.Logger.Level.ERROR, "generation " + group.id() + " cannot be tended", e);
      }
      return group;
    }
  }

  /** Ends all machines, politely at first, then closes the balancers. What is wanted stays. */
  void stop() throws InterruptedException {
    synchronized (this) {
      stopping = true;
    }
    boolean ended =
        LocalSystemTime.await(
            Member.TERMINATE_MAX,
            STOP_PAUSE,
            () -> {
              synchronized (this) {
                everyKeeper(keeper -> keeper.stop(clock.instant()));
                return regions.values().stream().mapToInt(Region::machines).sum() == 0;
              }
            });
    if (!ended) {
      LocalSystemTime.await(
          KILL_MAX,
          STOP_PAUSE,
          () -> {
            synchronized (this) {
              everyKeeper(GroupKeeper::kill);
              everyKeeper(keeper -> keeper.stop(clock.instant()));
              return regions.values().stream().mapToInt(Region::machines).sum() == 0;
            }
          });
    }
    synchronized (this) {
      regions.values().forEach(Region::close);
    }
  }

  private void boundOwnLog() {
    try {
      Durable.bound(equipment.home().log(), LOG_BYTES_MAX);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the log cannot be kept short: " + Durable.reason(e));
    }
  }

  private void everyKeeper(Consumer<GroupKeeper> act) {
    regions.values().forEach(region -> region.keepers().forEach(act));
  }

  private synchronized void change(Place place, Rule rule) throws ProviderException {
    requireRunning();
    FleetId id = place.fleet();
    requireFreeHost(place);
    FleetState before = state.fleet(id).orElseGet(() -> FleetState.of(place));
    FleetState after = rule.apply(before.follow(place));
    CloudState next = state.with(after);
    if (next.desired() > Math.max(MACHINES_MAX, state.desired())) {
      throw new ProviderException(
          Failure.Kind.CAPACITY,
          "all generations together would have "
              + next.desired()
              + " machines; the local cloud has room for "
              + MACHINES_MAX);
    }
    ensureRegion(id.environment().name(), place.listen());
    // Opening a region may have changed the state; the fleet is set on top of that.
    save(state.with(after));
    hostsChanged.accept(hosts());
    region(id.environment().name()).sync(after);
  }

  private void requireFreeHost(Place place) throws ProviderException {
    for (FleetState other : state.fleetsOf(place.fleet().environment().name())) {
      if (other.host().isPresent()
          && other.host().equals(place.host())
          && !other.id().equals(place.fleet())
          && !other.groups().isEmpty()) {
        throw new ProviderException(
            Failure.Kind.CONFLICT,
            "host "
                + place.host().get()
                + " belongs to fleet "
                + other.id()
                + " already; give "
                + place.fleet()
                + " another one");
      }
    }
  }

  private void requireRunning() throws ProviderException {
    if (stopping) {
      throw new ProviderException(Failure.Kind.THROTTLED, "the local cloud is being stopped");
    }
  }

  private void ensureRegion(String environment, Listen listen) throws ProviderException {
    Region region = regions.computeIfAbsent(environment, name -> new Region(name, equipment));
    EnvironmentState known =
        Optional.ofNullable(state.environments().get(environment))
            .orElseGet(() -> new EnvironmentState(environment, listen, listen));
    // Other ports than before are taken with the next start: now they would cut connections.
    EnvironmentState wanted = new EnvironmentState(environment, listen, known.bound());
    if (!region.open()) {
      wanted = region.open(wanted);
      LOG.log(
          System.Logger.Level.INFO,
          "environment "
              + environment
              + " listens on ports "
              + wanted.bound().port()
              + " and "
              + wanted.bound().testPort());
    }
    if (!wanted.equals(state.environments().get(environment))) {
      save(state.with(wanted));
    }
  }

  /** Opens what should be open: all at the start, later what failed. */
  private void reopen() {
    hostsChanged.accept(hosts());
    for (EnvironmentState environment : state.environments().values()) {
      try {
        ensureRegion(environment.name(), environment.asked());
        for (FleetState fleet : state.fleetsOf(environment.name())) {
          region(environment.name()).sync(fleet);
        }
      } catch (ProviderException e) {
        LOG.log(System.Logger.Level.WARNING, e.getMessage());
      }
    }
  }

  private void save(CloudState next) throws ProviderException {
    if (next.equals(state)) {
      return;
    }
    try {
      next.save(equipment.home());
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          "the local cloud changed nothing: "
              + Durable.reason(e)
              + "; make room or make it writable, then try again",
          e);
    }
    state = next;
  }

  /** Machine counts only: if they cannot be written now, they are with the next change. */
  private void remember(CloudState next) {
    try {
      save(next);
    } catch (ProviderException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
      state = next;
    }
  }

  private Generation view(Group group) {
    return keeper(group.id())
        .map(keeper -> keeper.view(group))
        .orElseGet(
            () ->
                new Generation(
                    group.id(),
                    group.slot(),
                    group.image(),
                    group.desired(),
                    group.settings(),
                    List.of(),
                    0,
                    problem(group.id()),
                    group.rollout()));
  }

  private Optional<GroupKeeper> keeper(GenerationId id) {
    return Optional.ofNullable(regions.get(id.fleet().environment().name()))
        .flatMap(region -> region.keeper(id));
  }

  private Optional<String> problem(GenerationId id) {
    Region region = regions.get(id.fleet().environment().name());
    return Optional.of(region == null ? "the local cloud is still starting" : region.problem(id));
  }

  private Region region(String environment) throws ProviderException {
    Region region = regions.get(environment);
    if (region == null) {
      throw new ProviderException(
          Failure.Kind.GONE, "environment " + environment + " is not known to the local cloud yet");
    }
    return region;
  }

  private List<String> hosts() {
    return state.fleets().values().stream()
        .flatMap(fleet -> fleet.host().stream())
        .distinct()
        .toList();
  }

  private static BalancerView.Counts counts(Balancer.Totals totals) {
    return new BalancerView.Counts(totals.requests(), totals.failures(), totals.open());
  }
}
