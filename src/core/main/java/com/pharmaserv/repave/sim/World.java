package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Delays;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A simulated cloud with one fleet. Everything in it follows from its fleet, its images and one
 * seed; its clock moves only when somebody sleeps or a call takes its time.
 */
public final class World {
  /** Where every simulation begins. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Oldest state that a stale read may show. */
  public static final Duration STALE_MAX = Duration.ofSeconds(6);

  /** How long a generation runs that is there from the start, before anything else happens. */
  public static final Duration BEGINNING = Duration.ofSeconds(60);

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int REQUESTS_PER_TICK = 200;

  private record Event(Instant at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private record Snapshot(Instant at, FleetView view) {}

  private final Fleet fleet;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Set<String> firing = new TreeSet<>();
  private final Set<String> silent = new TreeSet<>();
  private final Map<GenerationId, SimGroup> groups =
      new TreeMap<>(java.util.Comparator.comparing(GenerationId::number));
  private final Map<ImageId, SimImage> images = new HashMap<>();
  private final Map<ImageId, String> blocked = new HashMap<>();
  private final Map<ImageId, SimRelease> releases = new HashMap<>();
  private final Set<String> lostZones = new HashSet<>();
  private final Deque<Snapshot> history = new ArrayDeque<>();
  private final Map<String, Integer> calls = new TreeMap<>();
  private final Invariants invariants = new Invariants(this);
  private Instant now = START;
  private long order;
  private Weights weights = Weights.NONE;
  private Optional<Slot> testSlot = Optional.empty();
  private long epoch;
  private Optional<Head> acted = Optional.empty();
  private boolean capacity = true;
  private boolean slow;
  private boolean expired;
  private int outage;
  private final Map<Obstacle, Instant> obstacles = new LinkedHashMap<>();
  private final List<Quarantined> quarantined = new ArrayList<>();
  private Duration skew = Duration.ZERO;
  private Duration suspended = Duration.ZERO;
  private Duration latency = Duration.ofMillis(170);
  private long lostRequests;
  private int worstServing = Capacity.MACHINES_MAX;

  public World(Fleet fleet, long seed) {
    this.fleet = fleet;
    this.random = new SplittableRandom(seed);
    schedule(now.plus(TICK), this::tick);
  }

  public Fleet fleet() {
    return fleet;
  }

  public Instant now() {
    return now;
  }

  public Invariants invariants() {
    return invariants;
  }

  SplittableRandom random() {
    return random;
  }

  /** Makes an image known, with the truth about it. */
  public void image(ImageId id, SimImage truth) {
    images.put(id, truth);
  }

  Optional<SimImage> truth(ImageId id) {
    return Optional.ofNullable(images.get(id));
  }

  Map<ImageId, SimImage> images() {
    return images;
  }

  Map<ImageId, String> blocked() {
    return blocked;
  }

  /** Puts an image into a channel; nothing else ever does. */
  public void release(ImageId image, Channel to) {
    release(image, to, "released", "sim");
  }

  void release(ImageId image, Channel to, String reason, String by) {
    SimRelease before = released(image);
    if (before.channel() != to) {
      releases.put(image, before.then(to, Optional.of(new Image.Release(reason, by, now)), now));
    }
  }

  SimRelease released(ImageId image) {
    return releases.getOrDefault(image, SimRelease.NEVER);
  }

  /** Lets a generation run and carry all traffic from the start, as if it had been rolled out. */
  public void begin(ImageId image) {
    Optional<Slot> slot = fleet.routed() ? Optional.of(Slot.BLUE) : Optional.empty();
    Capacity size = fleet.capacity();
    Settings settings =
        new Settings(
            size.min(), size.max(), new TreeSet<>(), true, Automation.of(Map.of("load", "60%")));
    GenerationId id = new GenerationId(fleet.id(), 1);
    SimGroup group =
        new SimGroup(
            new LaunchGeneration(
                id, slot, image, size.desired(), settings, new RolloutId(fleet.id(), 1)),
            truth(image).orElse(SimImage.GOOD));
    group.verified = true;
    groups.put(id, group);
    slot.ifPresent(s -> weights = Weights.of(s, 100));
    invariants.expectSettings(id, settings);
    invariants.established();
    advance(BEGINNING);
    worstServing = Capacity.MACHINES_MAX;
    lostRequests = 0;
  }

  Collection<SimGroup> groups() {
    return groups.values();
  }

  Optional<SimGroup> group(GenerationId id) {
    return Optional.ofNullable(groups.get(id));
  }

  void add(SimGroup group) {
    groups.put(group.id, group);
  }

  void remove(GenerationId id) {
    groups.remove(id);
  }

  public Weights weights() {
    return weights;
  }

  void weights(Weights value) {
    weights = value;
  }

  /** As long as no rollout has begun, whoever set the weights puts them back. */
  void unopened() {
    Optional<SimGroup> only = groups.values().stream().findFirst();
    if (!invariants.opened() && only.isPresent()) {
      only.get().slot.ifPresent(slot -> weights = Weights.of(slot, 100));
    }
  }

  Optional<Slot> testSlot() {
    return testSlot;
  }

  void testSlot(Slot slot) {
    testSlot = Optional.of(slot);
  }

  long epoch() {
    return epoch;
  }

  void epoch(long value) {
    epoch = Math.max(epoch, value);
  }

  /** The last intent that was acted on. */
  Optional<Head> acted() {
    return acted;
  }

  void acted(Head intent) {
    acted = Optional.of(intent);
  }

  Set<String> lostZones() {
    return lostZones;
  }

  boolean hasCapacity() {
    return capacity;
  }

  void capacity(boolean value) {
    capacity = value;
  }

  void slow(boolean value) {
    slow = value;
  }

  Duration slowness() {
    return slow ? Duration.ofSeconds(random.nextInt(20)) : Duration.ZERO;
  }

  /** Every call takes up to so long from now on. */
  public void latency(Duration most) {
    latency = most;
  }

  Duration latency() {
    return latency;
  }

  /** The cloud's clock is that far ahead of the tool's. */
  public void skew(Duration ahead) {
    skew = ahead;
  }

  Duration skew() {
    return skew;
  }

  /** What others put there, and since when. */
  Map<Obstacle, Instant> obstacles() {
    return obstacles;
  }

  /** A machine that has left its group is kept apart. */
  void quarantine(Quarantine action) {
    quarantined.add(
        new Quarantined(
            action.machine(),
            action.generation(),
            Optional.of(now),
            Optional.of(action.by()),
            action.reason()));
  }

  List<Quarantined> quarantined() {
    return List.copyOf(quarantined);
  }

  boolean stands(SimGroup group) {
    return groups.containsValue(group);
  }

  void suspend(Duration span) {
    suspended = suspended.plus(span);
  }

  /** For how long the tool has been suspended since somebody asked. */
  Duration resumed() {
    Duration span = suspended;
    suspended = Duration.ZERO;
    return span;
  }

  void expired(boolean value) {
    expired = value;
  }

  boolean hasExpired() {
    return expired;
  }

  void outage(int percent) {
    outage = percent;
  }

  void called(String name) {
    calls.merge(name, 1, Integer::sum);
  }

  /** Alarms that fire whatever the images are like, by name. */
  public Set<String> firing() {
    return firing;
  }

  /** Alarms without data, by name. */
  public Set<String> silent() {
    return silent;
  }

  List<Alarm> alarms(List<String> names) {
    boolean alarming = groups.values().stream().anyMatch(g -> g.truth.alarming() && works(g));
    return names.stream()
        .map(
            name -> {
              Alarm.State state = silent.contains(name) ? Alarm.State.UNKNOWN : Alarm.State.QUIET;
              boolean fires = alarming || firing.contains(name);
              return new Alarm(name, fires ? Alarm.State.FIRING : state, "simulated");
            })
        .toList();
  }

  private boolean works(SimGroup group) {
    return carries(group) && group.serving(now) > 0;
  }

  /** Calls so far, by name. */
  public Map<String, Integer> calls() {
    return new TreeMap<>(calls);
  }

  /** Production requests that met a slot without a healthy machine. */
  public long lostRequests() {
    return lostRequests;
  }

  /** Fewest machines that served production at any time since the beginning. */
  public int worstServing() {
    return worstServing;
  }

  /** Lets something happen at that time. */
  public void schedule(Instant at, Runnable what) {
    events.add(new Event(at, order++, what));
  }

  public void advance(Duration span) {
    advanceTo(now.plus(span));
  }

  /** Lets time pass. Events may themselves let time pass: then it never goes back. */
  public void advanceTo(Instant target) {
    Event next = events.peek();
    while (next != null && !next.at().isAfter(target)) {
      events.poll();
      if (next.at().isAfter(now)) {
        now = next.at();
      }
      next.what().run();
      next = events.peek();
    }
    if (target.isAfter(now)) {
      now = target;
    }
  }

  private void tick() {
    groups.values().forEach(g -> g.tick(now, this));
    traffic();
    remember();
    worstServing = Math.min(worstServing, serving());
    schedule(now.plus(TICK), this::tick);
  }

  /** Machines that serve production now. */
  public int serving() {
    return groups.values().stream().filter(g -> carries(g)).mapToInt(g -> g.serving(now)).sum();
  }

  boolean carries(SimGroup group) {
    return group.slot.map(slot -> weights.share(slot) > 0).orElse(true);
  }

  private void traffic() {
    if (!fleet.routed()) {
      return;
    }
    for (Slot slot : Slot.values()) {
      long requests = (long) REQUESTS_PER_TICK * weights.share(slot) / 100;
      Optional<SimGroup> group =
          groups.values().stream().filter(g -> g.slot.equals(Optional.of(slot))).findFirst();
      if (group.isEmpty() || group.get().serving(now) == 0) {
        lostRequests += requests;
        group.ifPresent(g -> g.count(now, requests, requests));
      } else {
        double percent = Math.max(outage, group.get().truth.errorPercent());
        group.get().count(now, requests, Math.round(requests * percent / 100));
        invariants.answered(group.get().truth, weights.share(slot), outage > 0, TICK);
      }
    }
  }

  /** What is true now. */
  public FleetView view() {
    Optional<RouteView> route =
        fleet.routed() ? Optional.of(new RouteView(weights, testSlot)) : Optional.empty();
    List<Generation> generations = groups.values().stream().map(g -> g.view(now)).toList();
    return new FleetView(
        now, skew, route, generations, List.copyOf(obstacles.keySet()), Delays.NONE, acted);
  }

  /** Keeps what is true now for stale reads; called before every effect. */
  void remember() {
    history.addLast(new Snapshot(now, view()));
    while (!history.isEmpty() && history.peekFirst().at().plus(STALE_MAX).isBefore(now)) {
      history.removeFirst();
    }
  }

  /** What was true a while ago. */
  FleetView stale() {
    List<Snapshot> past = new ArrayList<>(history);
    return past.isEmpty() ? view() : past.get(random.nextInt(past.size())).view();
  }
}
