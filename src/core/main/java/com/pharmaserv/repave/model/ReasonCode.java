package com.pharmaserv.repave.model;

import static com.pharmaserv.repave.model.ReasonCode.Parameter.count;
import static com.pharmaserv.repave.model.ReasonCode.Parameter.number;
import static com.pharmaserv.repave.model.ReasonCode.Parameter.span;
import static com.pharmaserv.repave.model.ReasonCode.Parameter.text;

import java.util.List;
import java.util.Locale;

/**
 * Every why of the core, by a name that never changes its meaning; programs may branch on it. What
 * people read is made from it elsewhere.
 */
public enum ReasonCode {
  // A rollout begins, or does not.
  OPENED(text("reason")),
  RUNS_ALREADY(text("fleet"), text("image"), text("generation")),
  ROLLOUT_OPEN(text("rollout")),
  IMAGE_BLOCKED(text("image"), text("why")),
  IMAGE_NOT_RELEASED(text("image"), text("channel"), text("asked")),
  IMAGE_HELD(text("image"), text("rollout")),
  TRAFFIC_SPLIT(text("weights")),
  GENERATION_LEFT_OVER(text("generation")),
  STRANGER_IN_IDLE_SLOT(text("target"), text("slot")),
  FLEET_AT_ZERO(text("generation")),
  CLOCKS_APART(span("apart"), text("side"), span("most")),
  CLOCKS_DIFFER(span("apart"), text("side")),
  OTHER_WAY_IN(text("way")),
  SETTING_NOT_CARRIED(text("setting")),
  MACHINE_HELD(text("machine")),
  MACHINES_BEING_REPLACED(text("replacement")),

  // What people said.
  APPROVED(text("by"), text("words")),
  PAUSED(text("by"), text("words")),
  RESUMED(text("by"), text("words")),
  RETENTION_ENDED(text("by"), text("words")),
  ABORTED(text("by"), text("words")),
  ROLLED_BACK(text("by"), text("words")),
  REJECTED(text("by"), text("words")),
  FLEET_HELD(text("by"), text("until"), text("why")),
  FLEET_RELEASED(text("by"), text("words")),
  NOTHING_HELD(text("fleet")),

  // Why a person's word cannot be obeyed.
  GOING_BACK_ALREADY,
  PREVIOUS_LEAVES_ALREADY,
  PROMOTED_ALREADY,
  PAUSED_ALREADY(text("by")),
  TOO_LATE_TO_PAUSE,
  NOTHING_TO_RESUME,
  APPROVED_ALREADY,
  NOBODY_IS_ASKED,
  NO_JUDGMENT_AWAITED,
  NOTHING_TO_RELEASE,
  ROLLOUT_ENDED(text("kind")),

  // What holds in any stage.
  NOBODY_LOOKED(span("gap")),

  // Prepare, launch, warm-up.
  SLOT_OCCUPIED(text("slot"), text("generation")),
  NOTHING_ACTIVE_YET,
  ACTIVE_MISSING(text("generation")),
  NOT_PINNED,
  PINNING(text("generation"), count("machines")),
  PINNED(text("generation")),
  LAUNCHING(text("generation")),
  CANDIDATE_MISSING(text("generation")),
  SIZE_DIFFERS(text("generation"), count("has"), count("wanted")),
  MACHINES_STARTING(text("generation"), count("have"), count("wanted")),
  ALL_IN_SERVICE(text("generation"), count("machines")),
  MACHINE_UNHEALTHY(text("machine"), text("zone"), text("health")),
  STRANGER_IN_SLOT(text("target"), text("generation")),
  ZONE_EMPTY(text("generation"), text("zone")),
  STABILIZING(span("stability")),
  STABLE(span("stability")),
  LATE(span("waited")),
  UNSTABLE,

  // Verify and judgment.
  NO_ROUTE_TO_TEST(text("generation")),
  TEST_ROUTE_POINTING(text("slot")),
  TEST_ROUTE_NOT_POINTED(text("slot")),
  TEST_ROUTE_PROVING(span("stability"), text("answer")),
  TEST_ROUTE_FAILED(text("answer")),
  VERIFIED(text("generation")),
  APPROVAL_AWAITED,
  NOBODY_APPROVED(span("waited")),
  READY_FOR_TRAFFIC,

  // Shift and soak.
  NO_ROUTE_TO_SHIFT,
  ROUTE_CHANGING(text("weights")),
  ROUTE_UNCHANGED(text("weights")),
  SHARE_SHIFTED(count("share"), text("generation")),
  STAYS_PAUSED(text("by")),
  PAUSED_TOO_LONG,
  MACHINES_LACKING(count("have"), count("share"), count("needed")),
  MACHINES_BACK,
  SOAKING(count("share")),
  SOAKED(count("share")),
  WEIGHTS_CHANGED_BY_SOMEBODY(text("shown"), text("set")),
  WEIGHTS_STRANGE(text("shown"), text("set")),

  // Gates.
  MEASURED(count("requests"), count("failed"), span("p99")),
  ERROR_RATE_EXCEEDED(number("percent"), count("requests"), number("most")),
  LATENCY_EXCEEDED(span("p99"), count("requests"), span("most")),
  ACTIVE_FAILS_ALIKE(count("requests"), count("failed"), span("p99")),
  MEASUREMENT_AWAITED(text("generation")),
  REQUESTS_AWAITED(count("needed"), count("have")),
  NOT_MEASURABLE,
  NO_REQUEST_ARRIVED(count("share"), count("active")),
  ALARM_FIRES(text("alarm"), text("detail")),
  ALARM_AWAITED_QUIET(text("alarm"), text("detail")),
  ALARM_WITHOUT_DATA(text("alarm"), text("detail")),
  ALARMS_UNREADABLE,
  COMMAND_FAILED(text("command"), text("detail")),
  COMMAND_BROKEN(text("command"), text("detail")),
  COMMAND_ENDLESS(text("command")),
  COMMAND_RUNNING(text("command")),
  WAITED_IN_VAIN,

  // Promote, retain, drain, retire.
  CANDIDATE_GONE,
  SETTINGS_NOT_HANDED_OVER,
  AUTOMATION_COMING_OFF(text("generation")),
  SETTINGS_HANDING_OVER(text("generation")),
  PROMOTED(text("generation")),
  RETAINED(text("generation")),
  RETENTION_OVER,
  PREVIOUS_GONE_ALREADY,
  LEAVING_HAS_TRAFFIC(text("generation")),
  STAYING_TOO_SMALL(count("needed"), count("have")),
  REQUESTS_OPEN(text("generation"), count("open")),
  NOTHING_OPEN,
  REQUESTS_ABANDONED(count("open")),
  TRAFFIC_AGAIN(text("generation")),
  MACHINES_ENDING(text("generation"), count("machines")),
  MACHINES_DID_NOT_END(text("generation"), count("machines")),
  DELETING(text("generation")),
  CARRIES_THE_FLEET(text("generation")),

  // Going back.
  NO_WAY_BACK,
  ROLL_BACK_REFUSED,
  ROUTE_BACK(text("weights")),
  PREVIOUS_GONE(text("generation")),
  PREVIOUS_NOT_READY(text("generation"), count("needed"), count("have")),
  BACK_WITHOUT_ROUTE,
  IMAGE_BLOCKING(text("image")),
  RESTORING(text("generation")),
  NOT_RESTORED,

  // What a rollout would do.
  WILL_PIN(text("generation"), count("machines")),
  WILL_LAUNCH(count("machines"), text("image"), text("generation"), text("slot"), span("within")),
  WILL_WARM_UP(span("stability"), span("within")),
  WILL_PROVE(text("path"), span("stability"), span("within")),
  WILL_ASK(span("within")),
  WILL_SHIFT(count("share"), text("generation"), span("soak")),
  WILL_SOAK(span("soak")),
  WILL_PROMOTE(text("generation")),
  WILL_RETAIN(text("generation"), span("retention")),
  WILL_RETIRE(text("generation")),
  GATE_ERROR_RATE(number("most")),
  GATE_LATENCY(span("most")),
  GATE_ALARMS(text("alarms")),
  GATE_COMMAND(text("command"), span("within")),

  // What an audit finds.
  ORPHAN(text("generation"), count("machines")),
  WEIGHT_ON_EMPTY_SLOT(text("slot"), count("share")),
  ROUTE_LEADS_NOWHERE,
  WEIGHT_WITHOUT_ROLLOUT(text("slot"), count("share")),
  ROUTE_NEVER_ROLLED(text("slot"), count("share")),
  ACTIVE_DIFFERS(text("generation"), text("journaled")),
  ACTIVE_VANISHED(text("generation")),
  ACTIVE_UNHEALTHY(text("generation"), count("healthy"), count("desired")),
  SIZE_OUT_OF_BOUNDS(text("generation"), count("machines"), count("min"), count("max")),
  RUNS_BLOCKED_IMAGE(text("generation"), text("image"), text("why")),
  RUNS_OLD_IMAGE(text("generation"), text("image"), text("newest")),
  ROLLOUT_UNATTENDED(text("rollout"), text("phase")),
  ROLLOUT_HALTED(text("rollout"), text("phase")),
  FLEET_NOT_DESCRIBED(text("generation")),

  // What puts right what an audit finds.
  FLEET_TAKEN(text("holder")),
  ROUTE_AS_JOURNALED(text("generation")),
  NOTHING_TO_ROUTE_TO,
  WILL_REPAIR(text("weights"), text("generation")),

  // What becomes of a fleet that a person takes down.
  TORN_DOWN(text("by"), text("why")),
  NOTHING_TO_TEAR_DOWN,
  WILL_TEAR_DOWN(number("generations"), number("machines")),
  NOT_IN_THE_JOURNAL(text("generation")),

  // Why a fleet is stale, or is not.
  FLEET_FRESH(text("fleet"), text("image"), text("since")),
  NEVER_ROLLED(text("image")),
  NEWER_IMAGE(text("image"), text("running")),
  FIXES_WAITING(count("fixes"), text("urgency"), text("published")),
  AGE_REACHED(span("age"), span("limit")),
  STANDS_ON_BLOCKED(text("image"), text("why")),

  // Why a stale fleet is not rolled yet, or not at all.
  FROZEN(text("until"), text("why")),
  WINDOW_CLOSED(text("opens")),
  EARLIER_LACKS(text("environment"), text("image")),
  EARLIER_FAILED(text("environment"), text("image"), text("fleet")),
  EARLIER_PROVING(text("environment"), text("image"), text("until")),
  EARLIER_REQUESTS(text("environment"), text("image"), count("have"), count("needed")),
  TARGET_OUTDATED(text("image")),
  FAILED_IN_THIS_ROTATION(text("image"), text("fleet")),
  LINE_STOPPED(count("failures")),
  LINE_FULL(count("fleets")),
  MACHINES_IN_MOTION(count("machines"), count("most")),
  TURN_AWAITED(text("fleet")),
  ROLLOUT_NEEDS_A_PERSON(text("rollout")),
  ROLLOUT_FAILED(text("rollout"), text("kind")),
  ROLLOUT_NOT_BEGUN(text("why")),

  // What becomes of a machine that a person wants kept apart.
  WILL_QUARANTINE(text("machine"), text("generation"), text("image")),
  NOT_REPLACED(text("process"), text("generation")),
  QUARANTINED_ALREADY(text("machine"), text("why")),
  NO_SUCH_MACHINE(text("fleet"), text("machine")),
  MACHINE_NOT_IN_SERVICE(text("machine"), text("generation"), text("state")),
  NOT_HEARD(text("holder"), span("waited")),
  BELOW_FLOOR(text("whose"), count("left"), count("serving"), count("floor")),

  // What is done about a finding.
  FINDING_FITS(text("detector"), text("least")),
  FINDING_MINOR,
  FINDING_CLOSED,
  FINDING_ON_NO_MACHINE,

  // What the provider answered.
  NOT_ALLOWED(text("message")),
  LAST_TRY(text("message")),
  TROUBLE(text("message")),

  /** A sentence from a journal of version 1, which knew no codes. */
  SAID(text("sentence"));

  /**
   * A value that goes with a reason.
   *
   * @param name in JSON
   */
  public record Parameter(String name, Kind kind) {
    static Parameter text(String name) {
      return new Parameter(name, Kind.TEXT);
    }

    static Parameter count(String name) {
      return new Parameter(name, Kind.COUNT);
    }

    static Parameter number(String name) {
      return new Parameter(name, Kind.NUMBER);
    }

    static Parameter span(String name) {
      return new Parameter(name, Kind.SPAN);
    }
  }

  /** How a parameter is written. */
  public enum Kind {
    /** As it is. */
    TEXT,
    /** A whole number. */
    COUNT,
    /** A decimal number. */
    NUMBER,
    /** A duration, as ISO 8601 writes it. */
    SPAN
  }

  @SuppressWarnings("ImmutableEnumChecker") // A List of the JDK that cannot be changed.
  private final List<Parameter> parameters;

  ReasonCode(Parameter... parameters) {
    this.parameters = List.of(parameters);
  }

  /** What goes with it, in order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** The name in journals, in JSON and on the command line: {@code machine-unhealthy}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The reason of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ReasonCode parse(String code) {
    for (ReasonCode known : values()) {
      if (known.code().equals(code)) {
        return known;
      }
    }
    throw new IllegalArgumentException("no reason is called '%s'".formatted(code));
  }
}
