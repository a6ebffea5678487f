package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Pace;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.TornDown;
import com.pharmaserv.repave.operation.FleetStatus;
import com.pharmaserv.repave.wording.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fleets as a table: a row for each, and under it what is going on. */
public final class StatusText {
  private static final List<String> HEADER =
      List.of("FLEET", "ACTIVE", "IMAGE", "VERSION", "AGE", "HEALTHY", "ZONES", "BLUE/GREEN");
  private static final String NONE = "-";

  private final Look look;

  public StatusText(Look look) {
    this.look = look;
  }

  /** The table, each line with its line feed. */
  public String render(List<FleetStatus> fleets, Instant now) {
    TextTable table = new TextTable(HEADER);
    for (FleetStatus status : fleets) {
      table.row(cells(status, now), details(status, now));
    }
    return table.render(look);
  }

  private static List<String> cells(FleetStatus status, Instant now) {
    Optional<Generation> active = status.view().flatMap(view -> Roles.active(view, status.state()));
    Optional<Image> image = status.activeImage();
    return List.of(
        status.fleet().toString(),
        active.map(g -> g.id().toString()).orElse(NONE),
        active.map(g -> g.image().toString()).orElse(NONE),
        image.map(Image::version).orElse(NONE),
        image.map(i -> Times.age(Duration.between(i.bakedAt(), now))).orElse(NONE),
        active.map(g -> g.serving() + "/" + g.desired()).orElse(NONE),
        active.map(StatusText::zones).filter(text -> !text.isEmpty()).orElse(NONE),
        status.view().map(StatusText::traffic).orElse(NONE));
  }

  private static String traffic(FleetView view) {
    return view.route()
        .map(route -> route.weights().blue() + "/" + route.weights().green())
        .orElse("no route");
  }

  /**
   * Healthy machines by zone, by what tells zones apart: {@code a 1 b 0/1} for {@code local-eu-a,
   * local-eu-b}, where one of b's is not healthy.
   */
  private static String zones(Generation generation) {
    List<Roles.Zone> zones = Roles.zones(generation, List.of());
    int common = commonPrefix(zones.stream().map(Roles.Zone::name).toList());
    return zones.stream()
        .map(z -> z.name().substring(common) + " " + zone(z))
        .collect(Collectors.joining(" "));
  }

  private static String zone(Roles.Zone zone) {
    boolean whole = zone.healthy() == zone.machines();
    return zone.healthy() + (whole ? "" : "/" + zone.machines());
  }

  private static int commonPrefix(List<String> names) {
    if (names.size() < 2) {
      return 0;
    }
    // The list is sorted: what its ends share is shared by all.
    String first = names.get(0);
    String last = names.get(names.size() - 1);
    int shared = 0;
    while (shared < Math.min(first.length(), last.length()) - 1
        && first.charAt(shared) == last.charAt(shared)) {
      shared++;
    }
    return shared;
  }

  private List<Line> details(FleetStatus status, Instant now) {
    List<Line> lines = new ArrayList<>();
    status.unreachable().ifPresent(reason -> lines.add(detail("unreachable", Ink.RED, reason)));
    status.problem().ifPresent(reason -> lines.add(detail("unreadable", Ink.ALARM, reason)));
    status.inTheWay().stream()
        .map(reason -> detail("in the way", Ink.YELLOW, Sentences.of(reason)))
        .forEach(lines::add);
    status.state().ifPresent(state -> lines.addAll(rollout(status, state, now)));
    status.hold().ifPresent(hold -> lines.addAll(hold(status.fleet(), hold)));
    status.lease().ifPresent(lease -> lines.add(lease(lease, now)));
    status.quarantined().forEach(machine -> lines.add(quarantined(machine, now)));
    return lines;
  }

  private List<Line> rollout(FleetStatus status, RolloutState state, Instant now) {
    if (state.tornDown().isPresent()) {
      TornDown down = state.tornDown().get();
      String age = Times.age(Duration.between(down.at(), now));
      return List.of(
          detail("torn down", Ink.YELLOW, "%s ago: %s".formatted(age, Sentences.of(down.why()))));
    }
    if (state.end().isPresent()) {
      End end = state.end().get();
      boolean good = end.kind() == End.Kind.SUCCEEDED;
      return List.of(
          detail(
              "last rollout",
              good ? Ink.PLAIN : Ink.YELLOW,
              state.id()
                  + " "
                  + end.kind()
                  + " "
                  + Times.age(Duration.between(end.at(), now))
                  + " ago: "
                  + Sentences.of(end.reason())));
    }
    List<Line> lines = new ArrayList<>();
    if (state.course() == Course.HALT) {
      String cause = Sentences.cause(state).map(text -> ": " + text).orElse("");
      lines.add(detail("rollout", Ink.ALARM, state.id() + " HALTED in " + state.phase() + cause));
      lines.addAll(Advice.halted(state));
      return lines;
    }
    String course = state.course() == Course.FORWARD ? "" : " (" + state.course() + ")";
    Ink ink = state.course() == Course.FORWARD ? Ink.PLAIN : Ink.RED;
    String why = status.why().map(reason -> ": " + Sentences.of(reason)).orElse("");
    lines.add(detail("rollout", ink, state.id() + " in " + state.phase() + course + why));
    Instant until = state.pause().map(Pace.Pause::until).orElse(state.until());
    String paused = state.pause().map(p -> "paused by " + p.by() + ", ").orElse("");
    lines.add(
        detail(
            "",
            Ink.DIM,
            paused
                + "to "
                + state.to().image()
                + ", "
                + state.phase()
                + " since "
                + Times.near(state.since(), now, look.zone())
                + ", until at most "
                + Times.near(until, now, look.zone())));
    if (status.why().filter(w -> w.code() == ReasonCode.APPROVAL_AWAITED).isPresent()) {
      lines.addAll(Advice.judgment(state.fleet(), Times.near(until, now, look.zone())));
    }
    boolean driven = status.lease().filter(lease -> now.isBefore(lease.until())).isPresent();
    if (!driven) {
      String resume = Advice.command("resume", state.fleet());
      lines.add(detail("", Ink.YELLOW, "no engine drives it now; go on with '" + resume + "'"));
    }
    return lines;
  }

  private static Line quarantined(Quarantined machine, Instant now) {
    String by = machine.by().map(" by %s"::formatted).orElse("");
    String since =
        machine
            .since()
            .map(at -> ", %s ago".formatted(Times.age(Duration.between(at, now))))
            .orElse("");
    return detail(
        "quarantine",
        Ink.YELLOW,
        "%s of %s%s%s: %s"
            .formatted(machine.machine(), machine.generation(), by, since, machine.reason()));
  }

  private Line lease(Lease lease, Instant now) {
    return detail(
        "lease",
        Ink.PLAIN,
        lease.holder()
            + ", since "
            + Times.near(lease.since(), now, look.zone())
            + ", until "
            + Times.near(lease.until(), now, look.zone())
            + " (epoch "
            + lease.epoch()
            + ")");
  }

  private static List<Line> hold(FleetId fleet, Hold hold) {
    String release = "'%s' lets it go".formatted(Advice.command("release", fleet));
    return List.of(
        detail("hold", Ink.YELLOW, Sentences.of(hold.why())), detail("", Ink.DIM, release));
  }

  private static Line detail(String label, Ink ink, String text) {
    return new Line().add(Ink.DIM, "  " + Columns.pad(label, 13)).add(ink, text);
  }
}
