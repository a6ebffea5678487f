package com.pharmaserv.repave.story;

import com.pharmaserv.repave.drawing.Transitions;
import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Delays;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.plan.Drift;
import com.pharmaserv.repave.plan.Outlook;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The commands of stories, as {@code stories/README.md} explains them: one line each. Those that
 * take turns answer with what was decided; all others change the scene and answer nothing.
 */
final class Language implements Script.Stage {
  private final Transitions decider;
  private Optional<Story> cast = Optional.empty();

  Language(Transitions decider) {
    this.decider = decider;
  }

  @Override
  public List<String> play(String command) {
    Arguments line = new Arguments(command);
    try {
      if (line.word.equals("fleet")) {
        cast = Optional.of(new Story(Casting.of(line), decider));
        return List.of();
      }
      Story story = cast.orElseThrow(() -> line.wrong("must come after 'fleet'"));
      return told(story, line).orElseGet(() -> changed(story, line));
    } catch (RuntimeException failed) {
      throw new IllegalArgumentException(
          "in '%s': %s".formatted(command, failed.getMessage()), failed);
    }
  }

  /** Commands that take turns or ask a question. */
  private static Optional<List<String>> told(Story story, Arguments line) {
    return switch (line.word) {
      case "roll" -> Optional.of(story.roll(image(line), line.has("again")));
      case "settle" -> Optional.of(story.settle());
      case "run" -> Optional.of(story.run(Arguments.span(line.need("a span such as 30s"))));
      case "until" -> Optional.of(story.until(line.rest()));
      case "skip" -> Optional.of(story.skip(line.rest()));
      case "outlook" -> Optional.of(outlook(story));
      case "drift" -> Optional.of(drift(story, line));
      case "repair" -> Optional.of(story.repair());
      default -> Optional.empty();
    };
  }

  private static List<String> outlook(Story story) {
    return Print.outlook(
        Outlook.of(story.scene.fleet, story.latest().orElseThrow(), story.scene.view(story.now())));
  }

  private static List<String> drift(Story story, Arguments line) {
    List<com.pharmaserv.repave.model.Image> images = new ArrayList<>();
    images.add(story.image(Scenarios.OLD));
    if (line.has("new") || story.latest().isPresent()) {
      images.add(story.image(Scenarios.NEW));
    }
    return Print.drift(
        Drift.of(story.scene.fleet, story.scene.view(story.now()), story.latest(), images));
  }

  private static List<String> changed(Story story, Arguments line) {
    Scene scene = story.scene;
    switch (line.word) {
      case "after" -> story.pass(Arguments.span(line.need("a span such as 61s")));
      case "pause", "resume", "approve", "reject", "abort", "roll-back", "release", "quarantine" ->
          story.post(word(line), line.named("by").orElse("anna"), line.text());
      case "crash" -> story.crash();
      case "calls" -> calls(scene, line);
      case "weights" -> scene.weights = weights(line);
      case "reads" -> scene.stale = Optional.of(weights(line));
      case "machines" -> machines(scene, line);
      case "launches" -> scene.birth = Group.Birth.valueOf(constant(line));
      case "stops" -> scene.stopsSlowly = line.has("slowly");
      case "gone" -> scene.remove(scene.group(line.generation()));
      case "intruder" -> intruder(scene, line);
      case "stranger" -> scene.strangers.put(slot(line), List.of(line.need("a name")));
      case "edit" -> edit(scene.group(line.generation()), line);
      case "open" -> scene.group(line.generation()).open = Integer.parseInt(line.need("a number"));
      case "block" -> scene.block(image(line));
      case "channel" ->
          scene.channels.put(image(line), Channel.parse(line.need("a channel such as staging")));
      case "obstacle" -> obstacle(scene, line);
      case "clock" -> scene.skew = Arguments.span(line.need("a span such as 40s"));
      case "delays" ->
          scene.delays =
              new Delays(
                  line.named("starting").map(Arguments::span).orElse(Duration.ZERO),
                  line.named("ending").map(Arguments::span).orElse(Duration.ZERO));
      default -> readings(scene.readings, line);
    }
    return List.of();
  }

  private static void readings(Readings readings, Arguments line) {
    switch (line.word) {
      case "gauges" -> readings.readable = !line.has("unreadable");
      case "probe" -> probe(readings, line);
      case "traffic" -> traffic(readings, line);
      case "errors" -> {
        readings.errorPercent = Integer.parseInt(line.need("a percentage"));
        readings.alike = line.has("alike");
      }
      case "p99" -> {
        readings.p99 = Arguments.span(line.need("a span such as 700ms"));
        readings.alike = line.has("alike");
      }
      case "alarm" ->
          readings.alarm(line.need("a name"), Alarm.State.valueOf(constant(line)), line.text());
      case "command" -> command(readings, line);
      default -> throw line.wrong("is not known; stories/README.md lists all commands");
    }
  }

  private static void probe(Readings readings, Arguments line) {
    String how = line.need("passes, fails or silent");
    readings.probe =
        how.equals("silent")
            ? Optional.empty()
            : Optional.of(new Probe(how.equals("passes"), line.text()));
  }

  private static void traffic(Readings readings, Arguments line) {
    String how = line.need("none, arrives, astray or a number of requests in a second");
    readings.arriving = !how.equals("astray");
    if (how.equals("none") || how.matches("\\d+")) {
      readings.traffic = how.equals("none") ? 0 : Integer.parseInt(how);
    }
  }

  private static void command(Readings readings, Arguments line) {
    String how = line.need("passed, failed, broken or hangs");
    readings.verdict =
        how.equals("hangs")
            ? Optional.empty()
            : Optional.of(Check.State.valueOf(how.toUpperCase(Locale.ROOT)));
    readings.detail = line.text();
  }

  private static void calls(Scene scene, Arguments line) {
    String how = line.need("a way to fail, or work");
    // An answer that was lost is an unknown outcome of an effect that happened.
    scene.happensAllTheSame = how.equals("lost");
    String kind = how.equals("lost") || how.equals("unanswered") ? "unknown-outcome" : how;
    scene.failingOn = line.named("on").orElse("");
    scene.failing =
        how.equals("work")
            ? Optional.empty()
            : Optional.of(new Failure(Failure.Kind.valueOf(constant(kind)), line.text()));
  }

  private static void machines(Scene scene, Arguments line) {
    Group group = scene.group(line.generation());
    line.named("desired").ifPresent(n -> group.desired = Integer.parseInt(n));
    line.named("healthy").ifPresent(n -> group.judge(count(group, n), Group.Birth.UNHEALTHY));
    line.named("in-service").ifPresent(n -> group.judge(count(group, n), Group.Birth.PENDING));
    line.named("zone").ifPresent(group::gather);
  }

  /** {@code 2/3} sets the size to 3 and returns 2. */
  private static int count(Group group, String text) {
    String[] parts = text.split("/", -1);
    if (parts.length == 2) {
      group.desired = Integer.parseInt(parts[1]);
    }
    return Integer.parseInt(parts[0]);
  }

  private static void intruder(Scene scene, Arguments line) {
    int number = line.generation();
    Optional<Slot> slot = scene.fleet.routed() ? Optional.of(slot(line)) : Optional.empty();
    scene.cast(number, slot, Scenarios.NEW, 1, Settings.of(0, 3, List.of(), false));
  }

  private static void obstacle(Scene scene, Arguments line) {
    String kind = line.need("none, way-in, setting, machine or replacement");
    scene.obstacles.clear();
    if (!kind.equals("none")) {
      Optional<Slot> slot =
          kind.equals("way-in")
              ? Optional.of(Slot.valueOf(constant(line.named("slot").orElse("blue"))))
              : Optional.empty();
      Optional<GenerationId> generation =
          line.named("of").map(n -> new GenerationId(scene.fleet.id(), Integer.parseInt(n)));
      scene.obstacles.add(
          new Obstacle(Obstacle.Kind.valueOf(constant(kind)), line.text(), generation, slot));
    }
  }

  private static void edit(Group group, Arguments line) {
    Settings old = group.settings;
    Settings next =
        new Settings(
            line.named("min").map(Integer::parseInt).orElse(old.min()),
            line.named("max").map(Integer::parseInt).orElse(old.max()),
            old.suspended(),
            line.named("guarded").map("yes"::equals).orElse(old.guarded()),
            old.automation());
    group.settings =
        line.named("suspended").map(process -> next.withSuspended(List.of(process))).orElse(next);
  }

  private static ImageId image(Arguments line) {
    return line.need("new or old").equals("new") ? Scenarios.NEW : Scenarios.OLD;
  }

  private static Slot slot(Arguments line) {
    return Slot.valueOf(constant(line));
  }

  private static Weights weights(Arguments line) {
    String[] parts = line.need("weights of blue and green such as 95/5").split("/", -1);
    return new Weights(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  private static Signal.Kind word(Arguments line) {
    return Signal.Kind.valueOf(constant(line.word));
  }

  private static String constant(Arguments line) {
    return constant(line.need("one word more"));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
