package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver.Entry;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/**
 * Looks at one account and region for all of its fleets at once. AWS throttles by account, region
 * and action, so what one walk answers for all fleets is read once and shared; only target health
 * comes per target group. Any number of threads may ask.
 *
 * <p>An effect of this process is always seen by what its fleet is shown next; other processes'
 * effects show after {@link #FRESH} at the latest, those on automation after {@link #SLOW}.
 */
public final class Observer {
  /** How old a look may be when it is asked for: short against the engine's turns of seconds. */
  static final Duration FRESH = Duration.ofSeconds(2);

  /** For scaling policies and scheduled actions, which only people and this tool change. */
  static final Duration SLOW = Duration.ofSeconds(30);

  /** For the latest failed launch: Auto Scaling itself retries no faster. */
  static final Duration TROUBLE = Duration.ofSeconds(10);

  /** For a target group without a generation, as long as it was empty at the last look. */
  static final Duration IDLE = Duration.ofMinutes(1);

  /** For requests of a quiet slot: metrics come by the minute, and cost money by the read. */
  static final Duration METRICS = Duration.ofSeconds(20);

  /**
   * For target health while many fleets want to know at once. It comes per target group, out of 10
   * calls a second for the whole account (ELB user guide, "Request throttling"): 100 rollouts have
   * 200 target groups. Longer for more, so that there is room to read each of them in that time: a
   * look that waits for its calls is worse than one that knows what was there a while ago.
   */
  static final Duration CROWDED = Duration.ofSeconds(40);

  /** For weights while the rate is nearly used up; an own effect is always read back. */
  private static final Duration CROWDED_WEIGHTS = Duration.ofSeconds(10);

  /** Share of the rate that goes into health which nobody waits for. */
  private static final double FOR_HEALTH = 0.6;

  /** Share of the rate below which what is settled is not asked for again. */
  private static final double SPARING = 0.5;

  /** Enough to find the latest failure among successes of the same moment; AWS answers 100. */
  private static final int ACTIVITIES = 20;

  /** What fails while machines end, such as all of them being protected, shows as cancelled. */
  private static final Set<ScalingActivityStatusCode> TROUBLED =
      Set.of(ScalingActivityStatusCode.FAILED, ScalingActivityStatusCode.CANCELLED);

  /** Longer than any patience with machines; what failed earlier is no trouble of today. */
  private static final Duration RECENT = Duration.ofHours(2);

  private final Clients clients;
  private final Time time;
  private final Groups groups;
  private final Entries entries;
  private final Automations automations;
  private final Surroundings surroundings;
  private final AtomicLong turns = new AtomicLong();
  private final ConcurrentMap<FleetId, Long> touched = new ConcurrentHashMap<>();
  private final ConcurrentMap<FleetId, Long> touchedAutomation = new ConcurrentHashMap<>();
  private final ConcurrentMap<EnvironmentId, Shared<List<AutoScalingGroup>>> walks =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Shared<List<Rule>>> rules = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Shared<List<Listener>>> listeners = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Shared<List<TargetHealthDescription>>> targets =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Shared<Optional<String>>> troubles =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Shared<Integer>> requests = new ConcurrentHashMap<>();
  private final Shared<Map<String, SortedMap<String, String>>> automation;

  /** An observer that has seen nothing yet. Makes no call. */
  public Observer(Clients clients, Time time) {
    this.clients = clients;
    this.time = time;
    this.groups = new Groups(clients);
    this.entries = new Entries(clients);
    this.automations = new Automations(clients, time);
    this.surroundings = new Surroundings(clients, this);
    this.automation = shared("automation of " + clients.region(), automations::all);
  }

  /**
   * Every group of the environment.
   *
   * @param after see {@link #latest}
   */
  Shared.Seen<List<AutoScalingGroup>> groups(EnvironmentId environment, long after)
      throws ProviderException {
    return walks
        .computeIfAbsent(environment, e -> shared("environment " + e, () -> groups.of(environment)))
        .get(FRESH, after);
  }

  /** The actions of a rule or listener. */
  Shared.Seen<List<Action>> actions(Entry entry, long after) throws ProviderException {
    String parent = Entries.parent(entry);
    Duration freshness = left() < SPARING ? CROWDED_WEIGHTS : FRESH;
    Shared.Seen<Optional<List<Action>>> seen =
        entry.kind() == Entry.Kind.RULE
            ? rules(parent).get(FRESH, after).map(all -> Entries.actionsOfRule(all, entry.arn()))
            : listeners(parent)
                .get(freshness, after)
                .map(all -> Entries.actionsOfListener(all, entry.arn()));
    List<Action> found = seen.value().orElseThrow(() -> Entries.gone(entry.arn()));
    return seen.map(all -> found);
  }

  /** What others put there. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** The rules of a listener. */
  Shared<List<Rule>> rules(String listener) {
    return rules.computeIfAbsent(listener, arn -> shared(arn, () -> entries.rules(arn)));
  }

  /** The listeners of a load balancer. */
  Shared<List<Listener>> listeners(String balancer) {
    return listeners.computeIfAbsent(balancer, arn -> shared(arn, () -> entries.listeners(arn)));
  }

  /**
   * What stands in a target group: fresh as long as the account's rate allows it, and then fresh
   * first for those where something changes.
   *
   * @param settled whether what was seen last is what is expected to be there
   */
  Shared.Seen<List<TargetHealthDescription>> targets(
      String targetGroup, long after, boolean settled) throws ProviderException {
    double left = left();
    boolean crowded = left <= 0 || (settled && left < SPARING);
    return crowded ? health(targetGroup).get(crowded(), 0) : targets(targetGroup, after);
  }

  private double left() {
    return clients.left("elasticloadbalancing", "DescribeTargetHealth");
  }

  private Duration crowded() {
    double perSecond = clients.perSecond("elasticloadbalancing", "DescribeTargetHealth");
    Duration round = Duration.ofSeconds((long) (targets.size() / (perSecond * FOR_HEALTH)));
    return round.compareTo(CROWDED) > 0 ? round : CROWDED;
  }

  /** What stands in a target group, freshly read. */
  Shared.Seen<List<TargetHealthDescription>> targets(String targetGroup, long after)
      throws ProviderException {
    return health(targetGroup).get(FRESH, after);
  }

  /** What stood in a target group at the last look. */
  Optional<List<TargetHealthDescription>> lastTargets(String targetGroup) {
    return health(targetGroup).peek();
  }

  /**
   * What stands in a target group that has no generation. Nearly always nothing, so that is
   * believed for longer; anything else is looked at again at once.
   */
  List<TargetHealthDescription> idleTargets(String targetGroup, long after)
      throws ProviderException {
    boolean sparing = left() < SPARING;
    Duration freshness = sparing && crowded().compareTo(IDLE) > 0 ? crowded() : IDLE;
    Shared.Seen<List<TargetHealthDescription>> seen =
        health(targetGroup).get(freshness, sparing ? 0 : after);
    return seen.value().isEmpty() ? seen.value() : targets(targetGroup, after).value();
  }

  private Shared<List<TargetHealthDescription>> health(String targetGroup) {
    return targets.computeIfAbsent(
        targetGroup,
        arn ->
            shared(
                arn,
                () ->
                    Errors.read(
                            "read the target health of " + arn,
                            () -> clients.elb().describeTargetHealth(r -> r.targetGroupArn(arn)))
                        .targetHealthDescriptions()));
  }

  /** What scales the group by itself. */
  Automation automation(OwnGroup group) throws ProviderException {
    long after = touchedAutomation.getOrDefault(group.id().fleet(), 0L);
    SortedMap<String, String> found = automation.get(SLOW, after).value().get(group.name());
    return found == null ? Automation.NONE : group.home().free(found);
  }

  /** Why the group's latest activity of late that failed, or was cancelled, did so. */
  Optional<String> trouble(String group, long after) throws ProviderException {
    return troubles
        .computeIfAbsent(group, name -> shared("activities of " + name, () -> latestFailure(name)))
        .get(TROUBLE, after)
        .value();
  }

  private Optional<String> latestFailure(String group) throws ProviderException {
    Instant earliest = time.now().minus(RECENT);
    return Errors.read(
            "read the scaling activities of " + group,
            () ->
                clients
                    .autoScaling()
                    .describeScalingActivities(
                        r -> r.autoScalingGroupName(group).maxRecords(ACTIVITIES)))
        .activities()
        .stream()
        .filter(a -> TROUBLED.contains(a.statusCode()))
        .filter(a -> a.startTime() == null || a.startTime().isAfter(earliest))
        .map(Observer::reason)
        .findFirst();
  }

  private static String reason(Activity failed) {
    return Optional.ofNullable(failed.statusMessage())
        .or(() -> Optional.ofNullable(failed.cause()))
        .or(() -> Optional.ofNullable(failed.description()))
        .orElse("an activity failed without a reason");
  }

  /** How much is going on in a slot that gets no new traffic. */
  int requests(String targetGroup, Shared.Source<Integer> source) throws ProviderException {
    return requests
        .computeIfAbsent(targetGroup, arn -> shared("requests of " + arn, source))
        .get(METRICS, 0)
        .value();
  }

  /** The latest effect of this process on the fleet: what is shown must have been read after it. */
  long latest(FleetId fleet) {
    return touched.getOrDefault(fleet, 0L);
  }

  /** The latest effect of this process on any fleet. */
  long latest() {
    return touched.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Nothing that was read before counts for this fleet any more. */
  void touched(FleetId fleet) {
    touched.put(fleet, turns.incrementAndGet());
  }

  /** The same for what scales the fleet's groups by itself. */
  void touchedAutomation(FleetId fleet) {
    touchedAutomation.put(fleet, turns.incrementAndGet());
  }

  /** Forgets a generation that is gone. */
  void gone(String group) {
    troubles.remove(group);
    surroundings.gone(group);
  }

  <T> Shared<T> shared(String what, Shared.Source<T> source) {
    return new Shared<>(what, time, turns, source);
  }
}
