package com.pharmaserv.repave.config;

import com.pharmaserv.repave.calendar.Cron;
import com.pharmaserv.repave.calendar.Freeze;
import com.pharmaserv.repave.calendar.OpenTimes;
import com.pharmaserv.repave.calendar.Window;
import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.config.Kind.Whole;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Freshness;
import com.pharmaserv.repave.model.Freshness.Age;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.model.Upkeep.After;
import com.pharmaserv.repave.model.Urgency;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads how the fleets of an environment are kept fresh. */
final class UpkeepReader {
  private static final Whole FLEETS = new Whole(1, Upkeep.FLEETS_MAX);
  private static final Whole STOP_AFTER = new Whole(1, Upkeep.STOP_AFTER_MAX);
  private static final Whole REQUESTS = new Whole(0, 999_999_999);
  private static final Text CRON =
      Text.of("cron\\([^()]{1,200}\\)", "cron(...), such as cron(0 22 ? * MON-FRI *)");
  private static final Text DAY =
      Text.of("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day, such as 2026-12-20");
  private static final Text ZONE =
      Text.of("[A-Za-z0-9_+/-]{1,64}", "a time zone, such as Europe/Dublin");

  private static final Shape AGE =
      Shape.of("an age")
          .about("How old machines may become, counted from when they took over.")
          .required(
              "warn",
              "14d",
              Kinds.DURATION,
              "From this age on they are replaced, on the same image if there is no newer one.")
          .required("must", "30d", Kinds.DURATION, "By this age they have been replaced.");

  private static final Shape DEADLINES = deadlines();

  private static final Kind AGE_KIND = AGE.as("age");
  private static final Kind DEADLINES_KIND = DEADLINES.as("deadlines");

  /** What a fleet may say for itself. */
  static final Shape FRESHNESS =
      Shape.of("a fleet's rotation")
          .about("How old what the fleet runs may become, where it differs from its environment's.")
          .optional("age", AGE_KIND, "How old its machines may become.")
          .optional("deadlines", DEADLINES_KIND, "How soon after its publication a fix must run.");

  private static final Shape WINDOW =
      Shape.of("a window")
          .required(
              "opens",
              "cron(0 22 ? * MON-FRI *)",
              CRON,
              "When it opens, by the clock of the zone; minutes, hours, day of month, month, day"
                  + " of week, year, as EventBridge Scheduler reads them.")
          .required("for", "6h", Kinds.DURATION, "How long it is open, up to 7 days.");

  private static final Shape FREEZE =
      Shape.of("a freeze")
          .required("from", "2026-12-20", DAY, "Its first day, by the clock of the zone.")
          .required("to", "2027-01-03", DAY, "Its last day.")
          .required("reason", "year end", Kinds.PROSE, "For people who wonder.");

  private static final Shape AFTER =
      Shape.of("an earlier environment")
          .required(
              "environment",
              "eu-staging",
              Kinds.NAME,
              "All of its fleets on the same recipe must run an image before it comes here.")
          .optional("proven", Kinds.DURATION, "For how long they must have run it.", "0s")
          .optional(
              "requests",
              REQUESTS.as("requests-before"),
              "How many requests they must have answered.",
              0);

  static final Shape UPKEEP =
      Shape.of("a rotation")
          .about("How the environment's fleets are kept fresh. Every field may be left out.")
          .optional("age", AGE_KIND, "How old machines may become; without it as old as they like.")
          .optional(
              "deadlines",
              DEADLINES_KIND,
              "How soon after its publication a fix must run, by urgency.")
          .optional("zone", ZONE, "Time zone of the windows and the freezes.", "UTC")
          .optional(
              "windows",
              Items.of(WINDOW.as("window")),
              "When rollouts may begin; one that is under way goes on. Without windows at any"
                  + " time.")
          .optional(
              "freezes",
              Items.of(FREEZE.as("freeze")),
              "Days on which no rollout begins, whatever window is open.")
          .optional(
              "after", AFTER.as("after"), "Where images prove themselves before they come here.")
          .optional(
              "fleets",
              FLEETS.as("fleets"),
              "Most fleets that are rolled at a time.",
              Upkeep.DEFAULT.fleets())
          .optional(
              "share",
              Kinds.PERCENT,
              "Most of the environment's machines that belong to fleets which are rolled at a"
                  + " time; a single fleet may have more. A whole percentage.",
              Upkeep.DEFAULT.sharePercent() + "%")
          .optional(
              "stop-after",
              STOP_AFTER.as("stop-after"),
              "Failures after which no other fleet begins.",
              Upkeep.DEFAULT.stopAfter());

  private UpkeepReader() {}

  private static Shape deadlines() {
    Shape shape =
        Shape.of("deadlines")
            .about(
                "Counted from the publication of a fix. An urgency that is left out has no"
                    + " deadline.");
    for (Urgency urgency : Urgency.values()) {
      shape = shape.optional(urgency.code(), Kinds.DURATION, about(urgency));
    }
    return shape;
  }

  private static String about(Urgency urgency) {
    return switch (urgency) {
      case EXPLOITED -> "For fixes of what is known to be exploited.";
      case CRITICAL -> "For critical ones.";
      case HIGH -> "For high ones.";
      case OTHER -> "For all others, and where nobody has said.";
    };
  }

  /**
   * Reads it.
   *
   * @param self the environment that it is for
   * @param own of fleets that have limits of their own, by name
   */
  static Optional<Upkeep> read(Item item, EnvironmentId self, Map<String, Freshness> own) {
    Fields fields = Fields.open(item, UPKEEP);
    Freshness freshness = freshness(item, fields);
    ZoneId zone = fields.read("zone", UpkeepReader::zone, ZoneOffset.UTC);
    List<Window> windows =
        fields.read("windows", i -> i.list(each -> window(each, zone)), List.of());
    List<Freeze> freezes = fields.read("freezes", i -> i.list(UpkeepReader::freeze), List.of());
    Optional<After> after = fields.item("after").flatMap(i -> after(i, self));
    int fleets = fields.read("fleets", i -> i.integer(FLEETS), Upkeep.DEFAULT.fleets());
    int share = fields.read("share", i -> i.wholePercent(1, 100), Upkeep.DEFAULT.sharePercent());
    int stopAfter =
        fields.read("stop-after", i -> i.integer(STOP_AFTER), Upkeep.DEFAULT.stopAfter());
    return item.build(
        () ->
            new Upkeep(
                freshness,
                own,
                new OpenTimes(zone, windows, freezes),
                after,
                fleets,
                share,
                stopAfter));
  }

  /** What a fleet says for itself. */
  static Optional<Freshness> own(Item item) {
    return Optional.of(freshness(item, Fields.open(item, FRESHNESS)));
  }

  private static Freshness freshness(Item item, Fields fields) {
    Optional<Age> age = fields.item("age").flatMap(UpkeepReader::age);
    SortedMap<Urgency, Duration> fixes =
        fields.read("deadlines", UpkeepReader::deadlines, new TreeMap<>());
    return item.build(() -> new Freshness(age, fixes)).orElse(Freshness.UNLIMITED);
  }

  private static Optional<Age> age(Item item) {
    Fields fields = Fields.open(item, AGE);
    Optional<Duration> warn = fields.item("warn").flatMap(Item::durationAboveZero);
    Optional<Duration> must = fields.item("must").flatMap(Item::durationAboveZero);
    return warn.isEmpty() || must.isEmpty()
        ? Optional.empty()
        : item.build(() -> new Age(warn.get(), must.get()));
  }

  private static Optional<SortedMap<Urgency, Duration>> deadlines(Item item) {
    Fields fields = Fields.open(item, DEADLINES);
    SortedMap<Urgency, Duration> fixes = new TreeMap<>();
    for (Urgency urgency : Urgency.values()) {
      fields
          .item(urgency.code())
          .flatMap(Item::durationAboveZero)
          .ifPresent(within -> fixes.put(urgency, within));
    }
    return Optional.of(fixes);
  }

  private static Optional<ZoneId> zone(Item item) {
    return item.matching(ZONE).flatMap(name -> Schedule.zone(item, name));
  }

  private static Optional<Window> window(Item item, ZoneId zone) {
    Fields fields = Fields.open(item, WINDOW);
    Optional<Cron> opens = fields.item("opens").flatMap(i -> opens(i, zone));
    Optional<Duration> length = fields.item("for").flatMap(Item::durationAboveZero);
    return opens.isEmpty() || length.isEmpty()
        ? Optional.empty()
        : item.build(() -> new Window(opens.get(), length.get()));
  }

  private static Optional<Cron> opens(Item item, ZoneId zone) {
    return item.matching(CRON)
        .flatMap(text -> Schedule.read(item, text, Optional.of(zone)))
        .flatMap(Schedule::cron);
  }

  private static Optional<Freeze> freeze(Item item) {
    Fields fields = Fields.open(item, FREEZE);
    Optional<LocalDate> from = fields.item("from").flatMap(UpkeepReader::day);
    Optional<LocalDate> to = fields.item("to").flatMap(UpkeepReader::day);
    Optional<String> reason = fields.item("reason").flatMap(Item::text);
    return from.isEmpty() || to.isEmpty() || reason.isEmpty()
        ? Optional.empty()
        : item.build(() -> new Freeze(from.get(), to.get(), reason.get()));
  }

  private static Optional<LocalDate> day(Item item) {
    Optional<String> text = item.matching(DAY);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException noSuchDay) {
      item.problem(item.quoted() + " is no day of the calendar", "");
      return Optional.empty();
    }
  }

  private static Optional<After> after(Item item, EnvironmentId self) {
    Fields fields = Fields.open(item, AFTER);
    Optional<String> name = fields.item("environment").flatMap(i -> i.name("environment"));
    Duration proven = fields.read("proven", Item::duration, Duration.ZERO);
    int requests = fields.read("requests", i -> i.integer(REQUESTS), 0);
    if (name.isPresent() && name.get().equals(self.name())) {
      item.problem("is this environment itself", "name the one that comes before it");
      return Optional.empty();
    }
    return name.map(text -> new After(new EnvironmentId(text), proven, requests));
  }
}
