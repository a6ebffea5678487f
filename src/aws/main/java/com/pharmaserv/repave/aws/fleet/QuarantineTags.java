package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.permission.Marks;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags of machines in quarantine and of the copies of their disks. */
final class QuarantineTags {
  /** On machines: why. On copies of their disks: of which machine. */
  static final String MARK = Marks.QUARANTINE;

  private static final String BY = Marks.QUARANTINE_BY;
  private static final String AT = Marks.QUARANTINE_AT;

  /** EC2 user guide, "Tag your resources", restrictions: characters of a value. */
  private static final int VALUE_MAX = 256;

  private QuarantineTags() {}

  static List<Tag> of(String by, String why, Instant at) {
    return List.of(tag(MARK, why), tag(BY, by), tag(AT, at.toString()));
  }

  static List<Tag> ofCopy(FleetId fleet, String machine) {
    return List.of(
        tag(MARK, machine),
        tag(Tags.ENVIRONMENT, fleet.environment().name()),
        tag(Tags.FLEET, fleet.name()));
  }

  static boolean marked(Instance machine) {
    return tags(machine).containsKey(MARK);
  }

  /** Which generation it was launched for; empty for machines of no fleet. */
  static Optional<GenerationId> generation(Instance machine) {
    Map<String, String> tags = tags(machine);
    String environment = tags.get(Tags.ENVIRONMENT);
    String fleet = tags.get(Tags.FLEET);
    String generation = tags.get(Tags.GENERATION);
    if (environment == null || fleet == null || generation == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OwnGroup.generation(new FleetId(environment, fleet), generation));
    } catch (IllegalArgumentException others) {
      return Optional.empty();
    }
  }

  /** Empty for machines of no fleet, such as a builder that the infrastructure took out. */
  static Optional<Quarantined> read(Instance machine) {
    Map<String, String> tags = tags(machine);
    return generation(machine)
        .map(
            generation ->
                new Quarantined(
                    machine.instanceId(),
                    generation,
                    Optional.ofNullable(tags.get(AT)).flatMap(QuarantineTags::instant),
                    Optional.ofNullable(tags.get(BY)),
                    tags.getOrDefault(MARK, "")));
  }

  /** A person may have written anything. */
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException others) {
      return Optional.empty();
    }
  }

  private static Map<String, String> tags(Instance machine) {
    return machine.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private static Tag tag(String key, String value) {
    String cut = value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX - 3) + "...";
    return Tag.builder().key(key).value(cut).build();
  }
}
