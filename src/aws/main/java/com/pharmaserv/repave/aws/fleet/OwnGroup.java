package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DeletionProtection;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * An Auto Scaling group that is a generation, with what its tags say.
 *
 * @param guardTag as an earlier version of this tool set it; see {@link Tags#GUARDED}
 */
record OwnGroup(
    AutoScalingGroup raw,
    GenerationId id,
    Optional<Slot> slot,
    ImageId image,
    RolloutId rollout,
    Optional<Boolean> guardTag) {
  private static final Pattern GENERATION = Pattern.compile("(.+)-g([0-9]{4,9})");

  /** Reads the tags; {@code CONFLICT} names the one that is not as this tool sets it. */
  static OwnGroup read(AutoScalingGroup raw) throws ProviderException {
    Map<String, String> tags = tags(raw);
    try {
      FleetId fleet = new FleetId(need(tags, Tags.ENVIRONMENT), need(tags, Tags.FLEET));
      GenerationId id = generation(fleet, need(tags, Tags.GENERATION));
      if (!raw.autoScalingGroupName().equals(Names.group(id))) {
        throw new IllegalArgumentException(
            "carries the tags of " + id + " and is not named " + Names.group(id));
      }
      return new OwnGroup(
          raw,
          id,
          Optional.ofNullable(tags.get(Tags.SLOT)).map(OwnGroup::slot),
          ImageId.parse(need(tags, Tags.IMAGE)),
          new RolloutId(fleet, Integer.parseInt(need(tags, Tags.ROLLOUT))),
          Optional.ofNullable(tags.get(Tags.GUARDED)).map(Boolean::parseBoolean));
    } catch (IllegalArgumentException e) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("Auto Scaling group %s: %s; set its tags as they were, or take %s off if it"
                  + " is no generation")
              .formatted(raw.autoScalingGroupName(), e.getMessage(), Tags.MANAGED_BY),
          e);
    }
  }

  /** Whether the group says that it belongs to the fleet, however strange its other tags are. */
  static boolean of(FleetId fleet, AutoScalingGroup raw) {
    return fleet.name().equals(tags(raw).get(Tags.FLEET));
  }

  /** By which record it was launched; groups from before records were kept there say nothing. */
  static Optional<Head> intent(AutoScalingGroup raw) {
    return Optional.ofNullable(tags(raw).get(Tags.INTENT)).filter(Head::valid).map(Head::parse);
  }

  private static Map<String, String> tags(AutoScalingGroup raw) {
    Map<String, String> tags = new TreeMap<>();
    for (TagDescription tag : raw.tags()) {
      tags.put(tag.key(), tag.value());
    }
    return tags;
  }

  private static String need(Map<String, String> tags, String key) {
    String value = tags.get(key);
    if (value == null) {
      throw new IllegalArgumentException("tag " + key + " is missing");
    }
    return value;
  }

  static GenerationId generation(FleetId fleet, String text) {
    Matcher matcher = GENERATION.matcher(text);
    if (!matcher.matches() || !matcher.group(1).equals(fleet.name())) {
      throw new IllegalArgumentException(
          "tag " + Tags.GENERATION + " is '" + text + "', not like " + fleet.name() + "-g0042");
    }
    return new GenerationId(fleet, Integer.parseInt(matcher.group(2)));
  }

  private static Slot slot(String text) {
    return Slot.valueOf(text.toUpperCase(Locale.ROOT));
  }

  String name() {
    return raw.autoScalingGroupName();
  }

  /** A group that is being deleted can take no effect any more and comes back never. */
  boolean leaving() {
    return leaving(raw);
  }

  static boolean leaving(AutoScalingGroup raw) {
    // "The current state of the group when the DeleteAutoScalingGroup operation is in progress"
    // (Auto Scaling API reference, AutoScalingGroup.Status); absent otherwise.
    return raw.status() != null && raw.status().startsWith("Delete");
  }

  int desired() {
    return raw.desiredCapacity();
  }

  /** Whether AWS refuses to delete it, by force or not. */
  boolean protectedByAws() {
    return raw.deletionProtection() == DeletionProtection.PREVENT_ALL_DELETION;
  }

  /** Whether it may not be deleted, by AWS's word or by an earlier version's tag. */
  boolean guarded() {
    return protectedByAws() || guardTag.orElse(false);
  }

  /**
   * What to ask AWS for. A generation that is not guarded keeps the lower level: it still may not
   * be deleted together with running machines, which this tool never does.
   */
  static DeletionProtection protection(boolean guarded) {
    return guarded
        ? DeletionProtection.PREVENT_ALL_DELETION
        : DeletionProtection.PREVENT_FORCE_DELETION;
  }

  /** What the group itself says: its automation is read elsewhere. */
  Settings settings() {
    return settings(Automation.NONE);
  }

  Settings settings(Automation automation) {
    TreeSet<String> suspended = new TreeSet<>();
    raw.suspendedProcesses().stream().map(SuspendedProcess::processName).forEach(suspended::add);
    return new Settings(raw.minSize(), raw.maxSize(), suspended, guarded(), automation);
  }

  /** What this generation's automation is written for. */
  AutomationText.Home home() {
    return new AutomationText.Home(
        name(), raw.targetGroupARNs().stream().findFirst().flatMap(Names::targetGroup));
  }
}
