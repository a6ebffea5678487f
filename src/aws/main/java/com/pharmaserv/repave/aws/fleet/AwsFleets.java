package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.store.Fence;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;

/**
 * Generations as Auto Scaling groups. Every effect reads what is there first and writes only the
 * difference, so that an effect whose answer was lost, or that broke off half way, is asked for
 * again and goes on from where it stands.
 */
public final class AwsFleets implements Fleets {
  private final Site site;
  private final Observer observer;
  private final Fence fence;
  private final OpenRequests open;
  private final Groups groups;
  private final Automations automations;
  private final Templates templates;
  private final Launcher launcher;
  private final Entries entries;
  private final Extras extras;
  private final Quarantines quarantines;

  /**
   * The generations of the site's fleets.
   *
   * @param observer shared by everything that looks at this account and region
   */
  public AwsFleets(Site site, Observer observer, Fence fence, OpenRequests open) {
    this.site = site;
    this.observer = observer;
    this.fence = fence;
    this.open = open;
    this.groups = new Groups(site.clients());
    this.automations = new Automations(site.clients(), site.time());
    this.templates = new Templates(site.clients());
    this.launcher = new Launcher(site, groups, automations);
    this.entries = new Entries(site.clients());
    this.extras = new Extras(site.clients());
    this.quarantines = new Quarantines(site, groups);
  }

  @Override
  public FleetView observe(Fleet fleet) throws ProviderException {
    return new FleetLook(site, observer, open, fleet).view();
  }

  /** Machines' health is their groups' own word here: only described fleets have known routes. */
  @Override
  public List<Generation> all(EnvironmentId environment) throws ProviderException {
    List<Generation> generations = new ArrayList<>();
    for (AutoScalingGroup raw : observer.groups(environment, observer.latest()).value()) {
      if (!OwnGroup.leaving(raw)) {
        OwnGroup group = OwnGroup.read(raw);
        generations.add(
            GenerationReader.read(
                group, Optional.empty(), observer.automation(group), 0, Optional.empty()));
      }
    }
    return generations;
  }

  @Override
  public Optional<Head> fence(Fleet fleet, long epoch) throws ProviderException {
    fence.raise(fleet.id(), epoch);
    // Whoever was overtaken may have written until now.
    observer.touched(fleet.id());
    observer.touchedAutomation(fleet.id());
    return acted(groups.of(fleet.id()).stream());
  }

  /** Of launches, which leave it on the groups: apart from the table that holds the journal. */
  static Optional<Head> acted(Stream<AutoScalingGroup> groups) {
    return groups
        .flatMap(group -> OwnGroup.intent(group).stream())
        .max(Comparator.comparingLong(Head::number));
  }

  @Override
  public void launch(Fleet fleet, LaunchGeneration action, Stamp stamp) throws ProviderException {
    Permit permit = permit(fleet, stamp);
    try {
      OwnGroup group = launcher.launch(fleet, action, stamp, permit);
      complete(group, action.settings().allowing(action.desired()), permit);
      if (action.like().isPresent()) {
        Optional<AutoScalingGroup> like = groups.named(Names.group(action.like().get()));
        if (like.isPresent()) {
          extras.carry(like.get(), group.raw(), permit);
        }
      }
    } finally {
      observer.touched(fleet.id());
      observer.touchedAutomation(fleet.id());
    }
  }

  /**
   * A group cannot be created with suspended processes or automation: they follow, unless the group
   * has been changed since, because then a later effect has the say.
   */
  private void complete(OwnGroup group, Settings wanted, Permit permit) throws ProviderException {
    boolean plain = wanted.suspended().isEmpty() && wanted.automation().isEmpty();
    if (plain) {
      return;
    }
    Automation now = automations.of(group);
    Settings bare = wanted.withSuspended(Set.of()).withoutAutomation();
    boolean untouched =
        group.settings().withSuspended(Set.of()).equals(bare)
            && wanted.suspended().containsAll(group.settings(now).suspended())
            && wanted.automation().names().containsAll(now.names());
    if (untouched) {
      permit.check();
      suspend(group, wanted.suspended());
      automations.add(group, now, wanted.automation());
    }
  }

  @Override
  public void resize(Fleet fleet, Resize action, Stamp stamp) throws ProviderException {
    Permit permit = permit(fleet, stamp);
    OwnGroup group = require(action.generation());
    Settings now = group.settings();
    Settings wanted = now.allowing(action.desired());
    if (group.desired() == action.desired() && now.equals(wanted)) {
      return;
    }
    permit.check();
    try {
      Errors.act(
          "set the desired count of " + group.name() + " to " + action.desired(),
          () ->
              site.clients()
                  .autoScaling()
                  .updateAutoScalingGroup(
                      r ->
                          r.autoScalingGroupName(group.name())
                              .minSize(wanted.min())
                              .maxSize(wanted.max())
                              .desiredCapacity(action.desired())));
    } finally {
      observer.touched(fleet.id());
    }
  }

  /**
   * Sets the bounds without the desired count, which the active generation's automation may move at
   * any time. Auto Scaling would take machines away to get below an upper bound; so no bound below
   * the desired count is set.
   */
  @Override
  public void configure(Fleet fleet, Configure action, Stamp stamp) throws ProviderException {
    Permit permit = permit(fleet, stamp);
    OwnGroup group = require(action.generation());
    Automation automation = automations.of(group);
    boolean moves = !automation.equals(action.settings().automation());
    permit.check();
    try {
      automations.remove(group, automation, action.settings().automation());
      shape(group, action.settings());
      forgetGuardTag(group);
      resume(group, action.settings().suspended());
      suspend(group, action.settings().suspended());
      permit.check();
      automations.add(group, automation, action.settings().automation());
      Optional<OwnGroup> predecessor = predecessor(fleet, action.generation());
      if (predecessor.isPresent()) {
        extras.carry(predecessor.get().raw(), group.raw(), permit);
      }
    } finally {
      observer.touched(fleet.id());
      if (moves) {
        observer.touchedAutomation(fleet.id());
      }
    }
  }

  /** The latest generation before that one which is still there. */
  private Optional<OwnGroup> predecessor(Fleet fleet, GenerationId generation)
      throws ProviderException {
    Optional<OwnGroup> latest = Optional.empty();
    for (AutoScalingGroup raw : observer.groups(fleet.id().environment(), 0).value()) {
      if (OwnGroup.of(fleet.id(), raw) && !OwnGroup.leaving(raw)) {
        OwnGroup group = OwnGroup.read(raw);
        int number = group.id().number();
        boolean later = latest.isEmpty() || number > latest.get().id().number();
        latest = number < generation.number() && later ? Optional.of(group) : latest;
      }
    }
    return latest;
  }

  /** Bounds and deletion protection, in one call. */
  private void shape(OwnGroup group, Settings settings) throws ProviderException {
    int max = Math.max(settings.max(), Math.max(group.desired(), settings.min()));
    boolean bounded = group.raw().minSize() == settings.min() && group.raw().maxSize() == max;
    boolean guarded = group.protectedByAws() == settings.guarded();
    if (bounded && guarded) {
      return;
    }
    UpdateAutoScalingGroupRequest.Builder request =
        UpdateAutoScalingGroupRequest.builder().autoScalingGroupName(group.name());
    if (!bounded) {
      request.minSize(settings.min()).maxSize(max);
    }
    if (!guarded) {
      request.deletionProtection(OwnGroup.protection(settings.guarded()));
    }
    Errors.act(
        "set %s to min %s, max %s, %s"
            .formatted(
                group.name(),
                settings.min(),
                max,
                settings.guarded() ? "protected from deletion" : "deletable"),
        () -> site.clients().autoScaling().updateAutoScalingGroup(request.build()));
  }

  /** Only once AWS itself says what the tag of an earlier version says. */
  private void forgetGuardTag(OwnGroup group) throws ProviderException {
    if (group.guardTag().isEmpty()) {
      return;
    }
    Tag tag =
        Tag.builder()
            .resourceType("auto-scaling-group")
            .resourceId(group.name())
            .key(Tags.GUARDED)
            .build();
    Errors.act(
        "take tag %s off %s".formatted(Tags.GUARDED, group.name()),
        () -> site.clients().autoScaling().deleteTags(r -> r.tags(tag)));
  }

  /** Never called with nothing to resume: without names, Auto Scaling resumes everything. */
  private void resume(OwnGroup group, Set<String> wanted) throws ProviderException {
    TreeSet<String> extra = new TreeSet<>(group.settings().suspended());
    extra.removeAll(wanted);
    if (!extra.isEmpty()) {
      Errors.act(
          "resume " + extra + " of " + group.name(),
          () ->
              site.clients()
                  .autoScaling()
                  .resumeProcesses(
                      r -> r.autoScalingGroupName(group.name()).scalingProcesses(extra)));
    }
  }

  /** The same rule for suspending: without names it would be everything. */
  private void suspend(OwnGroup group, Set<String> wanted) throws ProviderException {
    TreeSet<String> missing = new TreeSet<>(wanted);
    missing.removeAll(group.settings().suspended());
    if (!missing.isEmpty()) {
      Errors.act(
          "suspend " + missing + " of " + group.name(),
          () ->
              site.clients()
                  .autoScaling()
                  .suspendProcesses(
                      r -> r.autoScalingGroupName(group.name()).scalingProcesses(missing)));
    }
  }

  @Override
  public void retire(Fleet fleet, RetireGeneration action, Stamp stamp) throws ProviderException {
    Permit permit = permit(fleet, stamp);
    String name = Names.group(action.generation());
    Optional<AutoScalingGroup> raw = groups.named(name);
    boolean leaving = raw.map(OwnGroup::leaving).orElse(false);
    if (raw.isPresent() && !leaving) {
      requireRetirable(fleet, OwnGroup.read(raw.get()));
    }
    permit.check();
    try {
      if (!leaving) {
        delete(name);
      }
      templates.delete(name);
    } finally {
      observer.touched(fleet.id());
      observer.touchedAutomation(fleet.id());
      observer.gone(name);
    }
  }

  @Override
  public void quarantine(Fleet fleet, Quarantine action, Stamp stamp) throws ProviderException {
    Permit permit = permit(fleet, stamp);
    try {
      quarantines.quarantine(fleet, action, permit);
    } finally {
      observer.touched(fleet.id());
    }
  }

  @Override
  public List<Quarantined> quarantined(EnvironmentId environment) throws ProviderException {
    return quarantines.all(environment);
  }

  private void requireRetirable(Fleet fleet, OwnGroup group) throws ProviderException {
    int machines = Math.max(group.desired(), group.raw().instances().size());
    if (machines > 0) {
      throw conflict(
          group, "still has " + machines + " machines; resize it to 0 and let them leave");
    }
    if (group.guarded()) {
      throw conflict(group, "is guarded; configure it first");
    }
    Optional<HandOver.Route> route = site.handOvers().of(fleet).route();
    if (route.isPresent() && group.slot().isPresent()) {
      HandOver.Entry entry = route.get().production();
      int share =
          Forward.production(entry.arn(), entries.now(entry), route.get())
              .weights()
              .share(group.slot().get());
      if (share > 0) {
        throw conflict(group, "has " + share + "% of the traffic; shift it away first");
      }
    }
  }

  private static ProviderException conflict(OwnGroup group, String what) {
    return new ProviderException(Failure.Kind.CONFLICT, "generation " + group.id() + " " + what);
  }

  /**
   * Deletes the group and with it its policies and scheduled actions. Never by force, which would
   * end machines without draining them; asked for even if no group was shown, because a look may be
   * stale and a template must not go before its group.
   */
  private void delete(String name) throws ProviderException {
    try {
      Errors.act(
          "delete Auto Scaling group " + name,
          () ->
              site.clients()
                  .autoScaling()
                  .deleteAutoScalingGroup(r -> r.autoScalingGroupName(name)));
    } catch (ProviderException failed) {
      // Gone already is what was wanted.
      if (failed.failure().kind() != Failure.Kind.GONE) {
        throw failed;
      }
    }
  }

  private OwnGroup require(GenerationId id) throws ProviderException {
    Optional<AutoScalingGroup> raw = groups.named(Names.group(id));
    if (raw.isEmpty() || OwnGroup.leaving(raw.get())) {
      throw new ProviderException(Failure.Kind.GONE, "generation " + id + " does not exist");
    }
    return OwnGroup.read(raw.get());
  }

  private Permit permit(Fleet fleet, Stamp stamp) throws ProviderException {
    return Permit.of(fence, site.time(), fleet.id(), stamp);
  }
}
