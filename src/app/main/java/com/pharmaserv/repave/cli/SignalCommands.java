package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands by which a person steers an open rollout, whoever drives it. */
final class SignalCommands {
  private SignalCommands() {}

  /**
   * Posts the word. If an engine runs, waits until it has heard; otherwise takes the rollout over
   * and acts on the word itself.
   */
  @Command
  abstract static class SignalCommand extends RepaveCommand {
    /** An engine looks into its inbox at every turn; a turn takes a few seconds at most. */
    private static final Duration HEARD_MAX = Duration.ofSeconds(45);

    private static final Duration LOOK = Duration.ofMillis(100);

    @Mixin FleetOptions options = new FleetOptions();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journal.")
    String reason = "";

    @Option(names = "--plan", description = "Print what would happen, and change nothing.")
    boolean plan;

    abstract Signal.Kind word();

    /** Why the word does not fit the rollout as it is now. */
    abstract Optional<String> objection(RolloutState state);

    /** What the word would do. */
    abstract String effect(RolloutState state);

    @Override
    int run(Wiring wiring) throws Exception {
      Fleet fleet = options.fleet(wiring);
      Cloud cloud = wiring.cloud(options.environment(wiring));
      RolloutState state =
          Pilot.latest(cloud.journal(fleet))
              .filter(s -> !s.ended())
              .orElseThrow(
                  () ->
                      new CliException(
                          ExitCode.FAILED, fleet.id() + " has no open rollout; " + instead(fleet)));
      Optional<String> objection = objection(state);
      if (objection.isPresent()) {
        throw new CliException(ExitCode.FAILED, state.id() + " " + objection.get());
      }
      if (plan) {
        planned(state);
        return answered(ExitCode.DONE);
      }
      Signal signal = cloud.signals().post(fleet.id(), word(), Holder.user(), reason);
      Flight flight = new Flight(this, wiring, options.environment(wiring), fleet);
      try {
        return answered(flight.lead(pilot -> flight.report(Flight.goOn(pilot, this::done))));
      } catch (LeaseHeldException held) {
        return answered(listened(wiring, cloud, fleet, signal, held));
      }
    }

    /** What to do where no rollout is open. */
    String instead(Fleet fleet) {
      return "there is nothing to " + spec.name() + "; see 'repave status'";
    }

    private void planned(RolloutState state) {
      String text = "Would " + effect(state) + " (" + state.id() + ")";
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("rollout", state.id());
      answer.put("plan", text);
      tell(answer, text);
    }

    private int answered(int code) throws Exception {
      if (json()) {
        printJson(told().get(0));
      }
      return code;
    }

    /** How far this command itself drives when nobody else does. */
    boolean done(RolloutState state) {
      return false;
    }

    private int listened(
        Wiring wiring, Cloud cloud, Fleet fleet, Signal signal, LeaseHeldException held)
        throws Exception {
      Instant bound = wiring.time().now().plus(HEARD_MAX);
      while (wiring.time().now().isBefore(bound)) {
        Optional<RolloutState> state = Pilot.latest(cloud.journal(fleet));
        if (state.isPresent() && state.get().signalSeen() >= signal.number()) {
          return heard(state.get(), held);
        }
        wiring.time().sleepUntil(wiring.time().now().plus(LOOK));
      }
      throw new CliException(
          ExitCode.HELD,
          fleet.id()
              + " is driven by "
              + held.lease().holder()
              + ", which has not answered within "
              + HEARD_MAX.toSeconds()
              + " s; it will find the word when it looks next");
    }

    private int heard(RolloutState state, LeaseHeldException held) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("rollout", state.id());
      answer.put("heardBy", held.lease().holder());
      answer.put("course", state.course().toString());
      answer.put("phase", state.phase().toString());
      String paused = state.pause().isPresent() ? ", paused" : "";
      tell(
          answer,
          state.id()
              + " heard it (driven by "
              + held.lease().holder()
              + "): "
              + state.course()
              + ", "
              + state.phase()
              + paused);
      return ExitCode.DONE;
    }
  }

  private static Optional<String> leaving(RolloutState state) {
    boolean late = state.promoted() && state.phase().compareTo(Phase.RETAIN) > 0;
    return late && state.course() == Course.FORWARD
        ? Optional.of("is retiring the previous generation: it is too late to go back")
        : Optional.empty();
  }

  private static Optional<String> back(RolloutState state) {
    boolean going = state.course() == Course.ABORT || state.course() == Course.ROLL_BACK;
    return going ? Optional.of("is going back already") : leaving(state);
  }

  @Command(
      name = "rollback",
      header = "Shifts traffic back to the previous generation and retires the candidate.",
      footer = {
        "",
        "Works from the first shift until the retention of the previous generation is over.",
        "Refuses to go back onto a generation that is not healthy or too small: then it halts.",
        "",
        "Example:",
        "  repave rollback -e eu-prod app --reason 'orders time out'"
      })
  static final class Rollback extends SignalCommand {
    @Override
    String instead(Fleet fleet) {
      return "to go back to an older image, roll it: 'repave roll -e "
          + fleet.id().environment()
          + " "
          + fleet.id().name()
          + " --image IMAGE' ('repave images list' shows them)";
    }

    @Override
    Signal.Kind word() {
      return Signal.Kind.ROLL_BACK;
    }

    @Override
    Optional<String> objection(RolloutState state) {
      return back(state);
    }

    @Override
    String effect(RolloutState state) {
      String previous = state.from().map(p -> p.generation().toString()).orElse("nothing");
      return "shift all traffic back to " + previous + " and retire " + state.to().generation();
    }
  }

  @Command(
      name = "abort",
      header = "Stops an open rollout; traffic that has moved already goes back.",
      footer = {"", "Example:", "  repave abort -e eu-prod app"})
  static final class Abort extends SignalCommand {
    @Override
    Signal.Kind word() {
      return Signal.Kind.ABORT;
    }

    @Override
    Optional<String> objection(RolloutState state) {
      return state.promoted() && state.course() == Course.FORWARD
          ? Optional.of("is promoted already; use 'repave rollback'")
          : back(state);
    }

    @Override
    String effect(RolloutState state) {
      return "retire " + state.to().generation() + " and leave the active generation as it was";
    }
  }

  @Command(
      name = "pause",
      header = "Keeps an open rollout from moving more traffic.",
      footer = {
        "",
        "Health is still watched: a candidate that fails while paused is rolled back.",
        "A pause ends by itself after the policy's bound, and then the rollout goes back.",
        "",
        "Example:",
        "  repave pause -e eu-prod app --reason 'incident elsewhere'"
      })
  static final class Pause extends SignalCommand {
    @Override
    Signal.Kind word() {
      return Signal.Kind.PAUSE;
    }

    @Override
    Optional<String> objection(RolloutState state) {
      if (state.pause().isPresent()) {
        return Optional.of("is paused already, by " + state.pause().get().by());
      }
      boolean early = state.phase().compareTo(Phase.PROMOTE) < 0;
      return state.course() == Course.FORWARD && early
          ? Optional.empty()
          : Optional.of("is past the point where a pause would help");
    }

    @Override
    String effect(RolloutState state) {
      return "move no more traffic until 'repave resume'";
    }

    @Override
    boolean done(RolloutState state) {
      return state.pause().isPresent();
    }
  }

  @Command(
      name = "resume",
      header = "Goes on with a rollout that was paused, halted or interrupted.",
      footer = {"", "Example:", "  repave resume -e eu-prod app"})
  static final class Resume extends SignalCommand {
    @Override
    Signal.Kind word() {
      return Signal.Kind.RESUME;
    }

    @Override
    Optional<String> objection(RolloutState state) {
      return Optional.empty();
    }

    @Override
    String effect(RolloutState state) {
      return "go on in " + state.phase() + ", " + state.course();
    }
  }

  @Command(
      name = "approve",
      header = "Approves a rollout that waits for a person.",
      footer = {"", "Example:", "  repave approve -e eu-prod app --reason 'change 4711'"})
  static final class Approve extends SignalCommand {
    @Override
    Signal.Kind word() {
      return Signal.Kind.APPROVE;
    }

    @Override
    Optional<String> objection(RolloutState state) {
      return undecided(state);
    }

    @Override
    String effect(RolloutState state) {
      return "let traffic move to " + state.to().generation();
    }
  }

  @Command(
      name = "reject",
      header = "Rejects a rollout that waits for a person; the candidate is retired.",
      footer = {"", "Example:", "  repave reject -e eu-prod app --reason 'not tonight'"})
  static final class Reject extends SignalCommand {
    @Override
    Signal.Kind word() {
      return Signal.Kind.REJECT;
    }

    @Override
    Optional<String> objection(RolloutState state) {
      return undecided(state);
    }

    @Override
    String effect(RolloutState state) {
      return "retire " + state.to().generation();
    }
  }

  private static Optional<String> undecided(RolloutState state) {
    if (state.approved()) {
      return Optional.of("is approved already");
    }
    boolean early = state.phase().compareTo(Phase.SHIFT) < 0;
    return state.course() == Course.FORWARD && early
        ? Optional.empty()
        : Optional.of("does not wait for a judgment");
  }
}
