package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.plan.Decider;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Watcher;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Incident;
import com.pharmaserv.repave.sim.Nature;
import com.pharmaserv.repave.sim.RandomFaults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A large world in which everything follows from one seed: fleet, image, faults, people, nature.
 * Once played, it can be played again with a part of its troubles.
 */
final class RandomWorld {
  private static final Integer[][] STEPS = {{100}, {50, 100}, {5, 25, 100}, {10, 20, 40, 80, 100}};

  /** Words that mean something without a text; those that were added later are not among them. */
  private static final List<Signal.Kind> STEERING =
      Stream.of(Signal.Kind.values()).filter(kind -> kind != Signal.Kind.QUARANTINE).toList();

  /** As many worlds as a failing one may be shrunk with: a few seconds. */
  private static final int SHRINK_TRIES_MAX = 200;

  private static final int[] SOONER_PERCENT = {100, 80, 50, 25};

  /** Makes another source of chance of a seed. */
  private static final long OTHERS = 0x5DEECE66DL;

  /** And another one. */
  private static final long CHANNELS = 0x2545F491L;

  /** And a third. */
  private static final long SUSPICIONS = 0x1B873593L;

  private final long seed;
  private final Decider decider;
  private final UnaryOperator<Ports> wiring;
  private final Fleet fleet;
  private final long worldSeed;
  private final SimImage truth;
  private final boolean first;
  private final Instant begin;
  private final Instant calm;
  private final long faultSeed;
  private final double callRate;
  private final double writeRate;
  private final long natureSeed;
  private final Optional<Duration> natureGap;
  private final List<Trouble> people;
  private final Duration latency;
  private final Duration skew;
  private final List<Incident.Happening> open;
  private final Instant released;

  RandomWorld(long seed) {
    this(seed, new RolloutDecider(), UnaryOperator.identity());
  }

  RandomWorld(long seed, Decider decider, UnaryOperator<Ports> wiring) {
    this.seed = seed;
    this.decider = decider;
    this.wiring = wiring;
    SplittableRandom random = new SplittableRandom(seed);
    Fleet described = fleet(random);
    worldSeed = random.nextLong();
    truth = truth(random);
    first = random.nextInt(12) == 0;
    begin = first ? World.START : World.START.plus(World.BEGINNING);
    calm = begin.plusSeconds(60 + random.nextInt(240));
    faultSeed = random.nextLong();
    callRate = random.nextDouble() * 0.12;
    writeRate = random.nextDouble() * 0.04;
    boolean still = random.nextInt(4) == 0;
    natureSeed = still ? 0 : random.nextLong();
    natureGap = still ? Optional.empty() : Optional.of(Duration.ofSeconds(8 + random.nextInt(60)));
    people = people(random, described.policy().approval(), begin, calm);
    // From a source of its own, so that what follows from a seed above is what it always was.
    SplittableRandom outside = new SplittableRandom(~seed);
    latency = latency(outside);
    open = new ArrayList<>(openWorld(outside, begin, calm));
    SplittableRandom others = new SplittableRandom(seed ^ OTHERS);
    skew = Duration.ofSeconds(others.nextInt(4) == 0 ? others.nextInt(41) - 20 : 0);
    open.addAll(Meddlers.at(others, described, begin, calm));
    SplittableRandom channels = new SplittableRandom(seed ^ CHANNELS);
    boolean asking = channels.nextInt(8) == 0;
    fleet = asking ? described.asking(Channel.PRODUCTION) : described;
    released = begin.plusSeconds(channels.nextBoolean() ? channels.nextInt(60) : 0);
    if (asking && channels.nextInt(2) == 0) {
      open.add(takenBack(channels));
    }
    people.addAll(suspicions(new SplittableRandom(seed ^ SUSPICIONS), fleet, begin, calm));
  }

  /** In one world of four somebody wants machines kept apart, some of them whatever it costs. */
  private static List<Trouble> suspicions(
      SplittableRandom random, Fleet fleet, Instant begin, Instant calm) {
    List<Trouble> words = new ArrayList<>();
    int seconds = (int) Duration.between(begin, calm).toSeconds();
    for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
      GenerationId generation = new GenerationId(fleet.id(), 1 + random.nextInt(2));
      int machine = 1 + random.nextInt(fleet.capacity().desired() + 1);
      Suspicion suspicion =
          new Suspicion(generation + "-m" + machine, random.nextInt(3) == 0, "suspicious");
      words.add(
          new Trouble.Word(
              Signal.Kind.QUARANTINE,
              suspicion.text(),
              begin.plusSeconds(random.nextInt(seconds))));
    }
    return words;
  }

  private Incident.Happening takenBack(SplittableRandom random) {
    int seconds = (int) Duration.between(begin, calm).toSeconds();
    return new Incident.Happening(
        begin.plusSeconds(random.nextInt(seconds)),
        new Incident.TakenBack(Scenarios.NEW, Duration.ofSeconds(20 + random.nextInt(120))));
  }

  /** One cloud in four is a slow one. */
  private static Duration latency(SplittableRandom random) {
    return Duration.ofMillis(random.nextInt(4) == 0 ? 500 + random.nextInt(3500) : 170);
  }

  /** What neither machines nor their owners do: the tool's own machine, its keys, a database. */
  private static List<Incident.Happening> openWorld(
      SplittableRandom random, Instant begin, Instant calm) {
    List<Incident.Happening> happenings = new ArrayList<>();
    int seconds = (int) Duration.between(begin, calm).toSeconds();
    for (int i = random.nextInt(2) * (1 + random.nextInt(3)); i > 0; i--) {
      Duration span = Duration.ofSeconds(10 + random.nextInt(80));
      Incident incident =
          switch (random.nextInt(3)) {
            case 0 -> new Incident.ToolSuspended(span);
            case 1 -> new Incident.CredentialsExpire(span);
            default -> new Incident.OutageBegins(10 + random.nextInt(60), span);
          };
      happenings.add(new Incident.Happening(begin.plusSeconds(random.nextInt(seconds)), incident));
    }
    return happenings;
  }

  /**
   * How a world ended.
   *
   * @param troubles all that made it less than easy, in the order in which it is to be repeated
   */
  record Result(
      long seed,
      Optional<RolloutState> state,
      List<String> violations,
      List<String> story,
      List<Trouble> troubles) {
    boolean clean() {
      return violations.isEmpty() && state.map(RolloutState::ended).orElse(false);
    }

    Result withoutStory() {
      return new Result(seed, state, violations, List.of(), List.of());
    }

    /** The invariant that was broken first. */
    String broken() {
      return violations.isEmpty() ? "" : violations.get(0).split(" ", 2)[0];
    }
  }

  /** Plays the world as its seed makes it. */
  Result play() {
    World world = world();
    RandomFaults faults = new RandomFaults(faultSeed, callRate, writeRate);
    NotedFaults noted = new NotedFaults(faults);
    world.schedule(calm, faults::stop);
    return play(
        world,
        noted,
        people,
        () ->
            natureGap
                .map(gap -> Nature.unleash(world, natureSeed, gap, calm))
                .orElseGet(() -> Nature.repeat(world, List.of(), calm))
                .also(open));
  }

  /** Plays the world with these troubles and no others. */
  Result play(List<Trouble> troubles) {
    World world = world();
    NotedFaults noted = new NotedFaults(new PlannedFaults(troubles));
    world.schedule(calm, () -> {});
    List<Incident.Happening> happenings =
        only(Trouble.Natural.class, troubles).stream().map(Trouble.Natural::happening).toList();
    return play(world, noted, troubles, () -> Nature.repeat(world, happenings, calm));
  }

  private World world() {
    World world = new World(fleet, worldSeed);
    world.latency(latency);
    world.skew(skew);
    world.image(Scenarios.OLD, SimImage.GOOD);
    world.image(Scenarios.NEW, truth);
    world.schedule(released, () -> world.release(Scenarios.NEW, fleet.channel()));
    if (!first) {
      world.begin(Scenarios.OLD);
    }
    return world;
  }

  private interface Unleashing {
    Nature unleash();
  }

  private Result play(
      World world, NotedFaults faults, List<Trouble> troubles, Unleashing unleashing) {
    List<String> story = new ArrayList<>();
    Rehearsal rehearsal = new Rehearsal(world, faults, decider, telling(story), wiring);
    Nature nature = unleashing.unleash();
    List<Trouble> all = new ArrayList<>();
    for (Trouble.Word word : only(Trouble.Word.class, troubles)) {
      all.add(word);
      world.schedule(
          word.at(),
          () -> rehearsal.signals().post(fleet.id(), word.kind(), "somebody", word.text()));
    }
    for (Trouble.Rival rival : only(Trouble.Rival.class, troubles)) {
      all.add(rival);
      rehearsal.rival(rival.at());
    }
    Optional<RolloutState> state = rehearsal.play(Scenarios.NEW, Rehearsal.bound(fleet, calm));
    story.addAll(nature.log());
    all.addAll(faults.noted());
    nature.happenings().forEach(happening -> all.add(new Trouble.Natural(happening)));
    return new Result(
        seed, state, world.invariants().violations(), List.copyOf(story), List.copyOf(all));
  }

  private static <T extends Trouble> List<T> only(Class<T> kind, List<Trouble> troubles) {
    return troubles.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The fewest troubles found with which the same invariant is broken. */
  List<Trouble> shrunk(Result failed) {
    return new Shrinker<Trouble>(fewer -> failing(fewer, failed.broken()), SHRINK_TRIES_MAX)
        .shrink(failed.troubles());
  }

  /** With less trouble a rollout is done sooner: what is to meet it must come sooner, too. */
  private Optional<List<Trouble>> failing(List<Trouble> troubles, String broken) {
    for (int percent : SOONER_PERCENT) {
      List<Trouble> sooner =
          troubles.stream().map(trouble -> trouble.sooner(begin, percent)).toList();
      Result again = play(sooner);
      if (!again.clean() && again.broken().equals(broken)) {
        return Optional.of(sooner);
      }
    }
    return Optional.empty();
  }

  /** What went wrong, the few troubles that do it, and how to see it again. */
  String explain() {
    Result failed = play();
    List<Trouble> few = shrunk(failed);
    StringBuilder text = new StringBuilder();
    text.append("seed %d: %s%n".formatted(seed, failed.violations()));
    text.append(
        "  of its %d troubles these %d do it:%n".formatted(failed.troubles().size(), few.size()));
    few.forEach(trouble -> text.append("    %s%n".formatted(trouble)));
    Result again = play(few);
    text.append("  with them alone: %s%n".formatted(again.violations()));
    again.story().forEach(line -> text.append("    %s%n".formatted(line)));
    text.append(
        "  rerun: mvn -B -Pquick -pl src/core test -Dtest=RandomSimulationTest#replaysOneSeed"
            + " -Drepave.seed=%d".formatted(seed));
    return text.toString();
  }

  private static Watcher telling(List<String> story) {
    return (fleet, view, decision, at) ->
        story.add(
            "%s %s/%s: %s %s"
                .formatted(
                    Duration.between(World.START, at),
                    decision.next().course(),
                    decision.next().phase(),
                    decision.why(),
                    decision.actions()));
  }

  private static Fleet fleet(SplittableRandom random) {
    Integer[] steps = STEPS[random.nextInt(STEPS.length)];
    boolean approval = random.nextInt(5) == 0;
    Duration retention = Duration.ofSeconds(random.nextInt(40));
    boolean routed = random.nextInt(6) != 0;
    Policy plain = Scenarios.policy(approval, retention, steps);
    List<Gate> gates = new ArrayList<>(plain.gates());
    if (random.nextInt(3) == 0) {
      gates.add(new Gate.Alarms(List.of("errors", "queue age")));
    }
    if (random.nextInt(3) == 0) {
      gates.add(new Gate.Command("./smoke.sh", Duration.ofSeconds(1 + random.nextInt(10))));
    }
    Policy policy =
        new Policy(
            plain.steps(),
            plain.soak(),
            plain.finalSoak(),
            plain.floorPercent(),
            approval,
            gates,
            plain.bounds());
    return Scenarios.fleet(1 + random.nextInt(6), routed, policy);
  }

  private static SimImage truth(SplittableRandom random) {
    SimImage good = SimImage.GOOD;
    Duration boot = Duration.ofSeconds(2 + random.nextInt(12));
    return switch (random.nextInt(12)) {
      case 0 -> new SimImage(boot, good.warmUp(), false, true, 0, good.p99());
      case 1 -> new SimImage(boot, good.warmUp(), true, false, 0, good.p99());
      case 2 -> new SimImage(boot, good.warmUp(), true, true, 30, good.p99());
      case 3 -> new SimImage(boot, good.warmUp(), true, true, 0, Duration.ofSeconds(2));
      case 4 -> new SimImage(Duration.ofHours(1), good.warmUp(), true, true, 0, good.p99());
      case 5 -> new SimImage(boot, good.warmUp(), true, true, 0, good.p99()).alarmed();
      case 6 -> new SimImage(boot, good.warmUp(), true, true, 0, good.p99()).failing();
      default -> new SimImage(boot, good.warmUp(), true, true, 0, good.p99());
    };
  }

  /** Operators ask for things at random times; approvals come late or never. */
  private static List<Trouble> people(
      SplittableRandom random, boolean approval, Instant begin, Instant calm) {
    List<Trouble> people = new ArrayList<>();
    int span = (int) Duration.between(begin, calm).toSeconds();
    if (approval && random.nextInt(4) != 0) {
      Signal.Kind word = random.nextInt(5) == 0 ? Signal.Kind.REJECT : Signal.Kind.APPROVE;
      people.add(new Trouble.Word(word, begin.plusSeconds(20 + random.nextInt(30))));
    }
    if (random.nextInt(3) == 0) {
      int asked = 1 + random.nextInt(3);
      for (int i = 0; i < asked; i++) {
        Signal.Kind kind = STEERING.get(random.nextInt(STEERING.size()));
        people.add(new Trouble.Word(kind, begin.plusSeconds(random.nextInt(span))));
      }
    }
    if (random.nextInt(3) == 0) {
      people.add(new Trouble.Rival(begin.plusSeconds(random.nextInt(100))));
    }
    return people;
  }
}
