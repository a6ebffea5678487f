package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.calendar.Cron;
import com.pharmaserv.repave.calendar.Freeze;
import com.pharmaserv.repave.calendar.OpenTimes;
import com.pharmaserv.repave.calendar.Window;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Freshness;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.model.Urgency;
import com.pharmaserv.repave.rotation.FleetFacts.Running;
import com.pharmaserv.repave.rotation.FleetFacts.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A year of two jurisdictions with a staging and a production environment each, and 200 fleets in
 * all. Fixes are published, images baked (some of them bad), and every night one to three runners
 * share each environment's rotation; runners die, people hold fleets, freeze days and hurry.
 */
final class Year {
  private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(365));
  private static final int FLEETS = 50;
  private static final int RECIPES = 10;
  private static final Duration POLL = Duration.ofHours(4);

  /** What lands within it is looked at together. */
  private static final Duration SOON = Duration.ofMinutes(6);

  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final Duration TERM = Duration.ofSeconds(30);

  private final YearJudge judge = new YearJudge();
  private int rollouts;

  private final Random random;
  private final YearBug bug;
  private final List<YearEnvironment> places = new ArrayList<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private Instant now = START;
  private long order;

  private record Event(Instant at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private Year(long seed, YearBug bug) {
    this.random = new Random(seed);
    this.bug = bug;
  }

  /**
   * What a year has shown.
   *
   * @param kept deadlines that were kept
   * @param missed deadlines that passed, by what stood in the way
   */
  record Result(int rollouts, int kept, Map<String, Integer> missed, List<String> violations) {}

  static Result play(long seed, YearBug bug) {
    Year year = new Year(seed, bug);
    year.jurisdiction("eu", "Europe/Dublin");
    year.jurisdiction("us", "America/New_York");
    // The first thing that is wrong is enough.
    while (year.events.peek().at().isBefore(END) && year.judge.violations.isEmpty()) {
      Event event = year.events.poll();
      year.now = event.at();
      event.what().run();
    }
    YearJudge judge = year.judge;
    return new Result(year.rollouts, judge.kept, judge.missed, judge.violations);
  }

  private void jurisdiction(String code, String zone) {
    Map<String, YearRecipe> recipes = new TreeMap<>();
    for (int i = 0; i < RECIPES; i++) {
      YearRecipe recipe = new YearRecipe("recipe-" + i);
      recipe.bake(random, 0, now);
      recipes.put(recipe.name, recipe);
      publishing(recipe);
    }
    YearEnvironment staging =
        place(new EnvironmentId(code + "-staging"), staging(zone), recipes, Optional.empty());
    YearEnvironment prod =
        place(
            new EnvironmentId(code + "-prod"),
            production(zone, staging),
            recipes,
            Optional.of(staging));
    for (Instant day = START; day.isBefore(END); day = day.plus(Duration.ofDays(1))) {
      at(day.plus(Duration.ofHours(12)), () -> night(staging, Optional.empty()));
      Instant local =
          day.atZone(ZoneId.of(zone))
              .toLocalDate()
              .atTime(22, 5)
              .atZone(ZoneId.of(zone))
              .toInstant();
      at(local, () -> night(prod, Optional.empty()));
      at(day.plus(Duration.ofHours(8)), () -> people(staging));
      at(day.plus(Duration.ofHours(8)), () -> people(prod));
      at(
          day.plus(Duration.ofHours(7)),
          () -> {
            judge.look(staging, now);
            judge.look(prod, now);
          });
    }
  }

  private Upkeep staging(String zone) {
    return new Upkeep(
        limits(),
        Map.of(),
        new OpenTimes(ZoneId.of(zone), List.of(), List.of()),
        Optional.empty(),
        10,
        60,
        3);
  }

  private Upkeep production(String zone, YearEnvironment staging) {
    LocalDate spring = LocalDate.parse("2026-03-25").plusDays(random.nextInt(30));
    return new Upkeep(
        limits(),
        Map.of(),
        new OpenTimes(
            ZoneId.of(zone),
            List.of(
                new Window(new Cron("0 22 ? * MON-FRI *"), Duration.ofHours(8)),
                new Window(new Cron("0 6 ? * SUN#1 *".replace("SUN", "1")), Duration.ofHours(10))),
            List.of(
                new Freeze(
                    LocalDate.parse("2026-12-20"), LocalDate.parse("2027-01-03"), "year end"),
                new Freeze(spring, spring.plusDays(random.nextInt(6)), "audit"))),
        Optional.of(new Upkeep.After(staging.id, Duration.ofHours(6), 400_000)),
        5,
        15,
        2);
  }

  private static Freshness limits() {
    return new Freshness(
        Optional.of(new Freshness.Age(Duration.ofDays(20), Duration.ofDays(32))),
        new TreeMap<>(
            Map.of(
                Urgency.EXPLOITED, Duration.ofDays(3),
                Urgency.CRITICAL, Duration.ofDays(6),
                Urgency.HIGH, Duration.ofDays(12))));
  }

  private YearEnvironment place(
      EnvironmentId id,
      Upkeep policy,
      Map<String, YearRecipe> recipes,
      Optional<YearEnvironment> earlier) {
    List<YearFleet> fleets = new ArrayList<>();
    for (int i = 0; i < FLEETS; i++) {
      String recipe = "recipe-" + i % RECIPES;
      YearFleet fleet =
          new YearFleet(new FleetId(id, "fleet-" + i), recipe, 3 + random.nextInt(28));
      if (random.nextInt(20) > 0) {
        fleet.running =
            Optional.of(
                new Running(
                    Objects.requireNonNull(recipes.get(recipe)).newest().orElseThrow(),
                    START.minus(Duration.ofDays(random.nextInt(20))),
                    Optional.empty()));
      }
      fleets.add(fleet);
    }
    YearEnvironment place = new YearEnvironment(id, policy, fleets, recipes, earlier);
    places.add(place);
    return place;
  }

  private void at(Instant when, Runnable what) {
    events.add(new Event(when, order++, what));
  }

  private void in(Duration delay, Runnable what) {
    at(now.plus(delay), what);
  }

  private Duration minutes(int from, int to) {
    return Duration.ofMinutes(from + random.nextInt(to - from));
  }

  private void publishing(YearRecipe recipe) {
    in(
        minutes(60, 24 * 60 * 28),
        () -> {
          recipe.publish(random, now);
          if (random.nextInt(40) == 0) {
            // Somebody does not wait for the night.
            at(now.plus(minutes(30, 600)), () -> hurry(recipe));
          }
          publishing(recipe);
        });
  }

  private void hurry(YearRecipe recipe) {
    places.stream()
        .filter(place -> place.recipes.containsValue(recipe))
        .forEach(place -> night(place, Optional.of("exploited")));
  }

  private void people(YearEnvironment place) {
    for (YearFleet fleet : place.fleets) {
      if (fleet.work == Work.HALTED && random.nextInt(3) == 0) {
        fleet.end(End.Kind.ROLLED_BACK, now);
      }
      if (random.nextInt(2_000) == 0) {
        fleet.heldUntil = now.plus(Duration.ofDays(1 + random.nextInt(20)));
      }
    }
  }

  private void night(YearEnvironment place, Optional<String> emergency) {
    int drawn = random.nextInt(10);
    int runners = drawn < 6 ? 1 : drawn < 9 ? 2 : 3;
    for (int i = 0; i < runners; i++) {
      in(minutes(0, 15), () -> new Runner(place, emergency).begin());
    }
  }

  /** One process. */
  private final class Runner {
    private final YearEnvironment place;
    private final Optional<String> emergency;
    private final Set<YearFleet> flights = new HashSet<>();
    private boolean dead;

    /** Of the turn that comes next; others that were arranged before are dropped. */
    private long turns;

    private RotationState joined = new RotationState(START, Optional.empty(), Map.of());

    Runner(YearEnvironment place, Optional<String> emergency) {
      this.place = place;
      this.emergency = emergency;
    }

    void begin() {
      place.recipes.values().forEach(recipe -> recipe.bake(random, 6, now));
      Map<FleetId, Stale> stale = place.stale(now);
      joined =
          place
              .rotation
              .filter(open -> open.goesFor(stale, emergency))
              .filter(open -> decide(open).moves())
              .orElseGet(() -> new RotationState(now, emergency, stale));
      place.rotation = Optional.of(joined);
      if (random.nextInt(15) == 0) {
        in(minutes(1, 400), this::die);
      }
      turn();
    }

    private Rotation decide(RotationState state) {
      return bug.decide(place.policy, state, place.facts(now), place.proofs(state, now), now);
    }

    private void turn() {
      if (dead) {
        return;
      }
      Rotation rotation = decide(joined);
      judge.decided(place, joined, rotation, now);
      boolean current = place.rotation.equals(Optional.of(joined));
      int free = place.policy.fleets() - flights.size();
      for (FleetId id : rotation.take()) {
        if (current && free-- > 0) {
          take(fleet(id), Objects.requireNonNull(rotation.steps().get(id)));
        }
      }
      boolean waits = rotation.next().filter(next -> next.isBefore(now.plus(PATIENCE))).isPresent();
      if (flights.isEmpty() && (!current || (!rotation.moves() && !waits))) {
        dead = true;
        if (current) {
          place.rotation = Optional.empty();
        }
        return;
      }
      turnIn(POLL);
    }

    /** What was arranged before is dropped. */
    private void turnIn(Duration delay) {
      long next = ++turns;
      in(
          delay,
          () -> {
            if (next == turns) {
              turn();
            }
          });
    }

    private YearFleet fleet(FleetId id) {
      return place.fleets.stream().filter(f -> f.id.equals(id)).findFirst().orElseThrow();
    }

    /** Looking and taking is one step: runners do both with the environment's lease in hand. */
    private void take(YearFleet fleet, Step step) {
      if (step instanceof Step.Begin begin) {
        judge.begins(place, fleet, now);
        rollouts++;
        fleet.begin(begin.target().image(), now);
      }
      fleet.work = Work.ROLLED;
      fly(fleet);
    }

    private void fly(YearFleet fleet) {
      Object flight = new Object();
      fleet.flight = Optional.of(flight);
      flights.add(fleet);
      in(
          minutes(15, 150),
          () -> {
            if (fleet.flight.equals(Optional.of(flight))) {
              land(fleet);
            }
          });
    }

    private void land(YearFleet fleet) {
      fleet.flight = Optional.empty();
      flights.remove(fleet);
      YearRecipe recipe = place.recipe(fleet);
      boolean bad = recipe.bad(fleet.last.orElseThrow().image());
      int drawn = random.nextInt(1000);
      boolean runsIt =
          fleet.running.filter(r -> r.image().equals(fleet.last.orElseThrow().image())).isPresent();
      if ((bad && drawn < 900) || drawn < (runsIt ? 30 : 5)) {
        fleet.end(End.Kind.ROLLED_BACK, now);
        if (bad && random.nextBoolean()) {
          recipe.block(fleet.last.orElseThrow().image(), now);
        } else {
          fleet.heldUntil = now.plus(Duration.ofDays(random.nextInt(6)));
        }
      } else if (drawn > 996) {
        fleet.work = Work.HALTED;
      } else if (drawn > 992) {
        fleet.end(End.Kind.FAILED_CLEAN, now);
      } else {
        judge.succeeded(place, fleet, now);
        fleet.end(End.Kind.SUCCEEDED, now);
      }
      turnIn(SOON);
    }

    private void die() {
      if (!dead) {
        dead = true;
        for (YearFleet fleet : flights) {
          fleet.flight = Optional.empty();
          in(TERM, () -> fleet.work = fleet.work == Work.ROLLED ? Work.LEFT : fleet.work);
        }
      }
    }
  }
}
