package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinClock;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The tags of all of a region's EC2 resources. EC2 user guide, "Tag restrictions": at most 50 per
 * resource, keys up to 128 characters, values up to 256, no key that starts with "aws:".
 */
final class Tags {
  private static final int PER_RESOURCE_MAX = 50;
  private static final int KEY_MAX = 128;
  private static final int VALUE_MAX = 256;

  /** What an id's start says about the kind of the resource, and how its absence is called. */
  private static final Map<String, Kind> KINDS =
      Map.of(
          "i", new Kind("instance", "InvalidInstanceID.NotFound"),
          "ami", new Kind("image", "InvalidAMIID.NotFound"),
          "snap", new Kind("snapshot", "InvalidSnapshot.NotFound"),
          "vol", new Kind("volume", "InvalidVolume.NotFound"),
          "lt", new Kind("launch-template", "InvalidLaunchTemplateId.NotFound"),
          "subnet", new Kind("subnet", "InvalidSubnetID.NotFound"),
          "vpc", new Kind("vpc", "InvalidVpcID.NotFound"),
          "sg", new Kind("security-group", "InvalidGroup.NotFound"),
          "cr", new Kind("capacity-reservation", "InvalidCapacityReservationId.NotFound"));

  private final Table<Map<String, String>> tags;
  private final Predicate<String> exists;

  /**
   * @param exists whether there is a resource of that id
   */
  Tags(TwinClock clock, Predicate<String> exists) {
    this.tags = new Table<>(clock);
    this.exists = exists;
  }

  private record Kind(String type, String notFound) {}

  /** The tags of a resource as they were then, in the order of their keys. */
  List<Tag> of(String id, Instant asOf) {
    return tags.get(id, asOf).map(Tags::list).orElse(List.of());
  }

  Map<String, String> now(String id) {
    return tags.get(id).orElse(Map.of());
  }

  static List<Tag> list(Map<String, String> of) {
    return new TreeMap<>(of)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }

  /** Sets tags without a look at reserved keys, as AWS's own services may. */
  void put(String id, Map<String, String> more) {
    if (!more.isEmpty()) {
      Map<String, String> all = new TreeMap<>(now(id));
      all.putAll(more);
      tags.put(id, Map.copyOf(all));
    }
  }

  void remove(String id) {
    tags.remove(id);
  }

  /** The tags that a call gives to the resources of that type it makes. */
  static Map<String, String> of(List<TagSpecification> specifications, String type) {
    Map<String, String> found = new TreeMap<>();
    for (TagSpecification specification : specifications) {
      if (type.equals(specification.resourceTypeAsString())) {
        found.putAll(checked(specification.tags()));
      }
    }
    return found;
  }

  /** Refuses specifications for resources that the call does not make. */
  static void only(List<TagSpecification> specifications, List<String> types) {
    for (TagSpecification specification : specifications) {
      String type = specification.resourceTypeAsString();
      if (!types.contains(type)) {
        throw new TwinException(
            "InvalidParameterValue",
            "'" + type + "' is not a valid taggable resource type for this operation.");
      }
    }
  }

  private static Map<String, String> checked(List<Tag> asked) {
    Map<String, String> found = new TreeMap<>();
    for (Tag tag : asked) {
      String key = tag.key();
      String value = tag.value() == null ? "" : tag.value();
      if (key == null || key.isEmpty() || key.length() > KEY_MAX || key.startsWith("aws:")) {
        throw new TwinException(
            "InvalidParameterValue",
            "Tag key '" + key + "': from 1 to 128 characters that do not start with 'aws:'");
      }
      if (value.length() > VALUE_MAX) {
        throw new TwinException(
            "InvalidParameterValue", "Tag value '" + value + "' exceeds 256 characters");
      }
      if (found.put(key, value) != null) {
        throw new TwinException(
            "InvalidParameterValue", "Duplicate tag key '" + key + "' specified.");
      }
    }
    if (found.size() > PER_RESOURCE_MAX) {
      throw new TwinException("TagLimitExceeded", "More than " + PER_RESOURCE_MAX + " tags.");
    }
    return found;
  }

  CreateTagsResponse create(CreateTagsRequest asked) {
    Map<String, String> more = checked(asked.tags());
    asked.resources().forEach(this::demand);
    for (String id : asked.resources()) {
      Map<String, String> all = new TreeMap<>(now(id));
      all.putAll(more);
      if (all.size() > PER_RESOURCE_MAX) {
        throw new TwinException("TagLimitExceeded", "More than 50 tags for " + id + ".");
      }
    }
    asked.resources().forEach(id -> put(id, more));
    return CreateTagsResponse.builder().build();
  }

  /** A tag with a value goes only if it has that value; no tags at all means every tag. */
  DeleteTagsResponse delete(DeleteTagsRequest asked) {
    asked.resources().forEach(this::demand);
    for (String id : asked.resources()) {
      Map<String, String> left = new TreeMap<>(now(id));
      for (Tag tag : asked.tags()) {
        if (tag.value() == null) {
          left.remove(tag.key());
        } else {
          left.remove(tag.key(), tag.value());
        }
      }
      if (!asked.hasTags()) {
        left.keySet().removeIf(key -> !key.startsWith("aws:"));
      }
      tags.put(id, Map.copyOf(left));
    }
    return DeleteTagsResponse.builder().build();
  }

  private void demand(String id) {
    if (!exists.test(id)) {
      throw new TwinException(
          kind(id).notFound(), "The " + kind(id).type() + " ID '" + id + "' does not exist");
    }
  }

  private static Kind kind(String id) {
    Kind kind = KINDS.get(id.replaceFirst("-.*$", ""));
    if (kind == null) {
      throw new TwinException("InvalidID", "The ID '" + id + "' is not valid");
    }
    return kind;
  }

  DescribeTagsResponse describe(Request call, DescribeTagsRequest asked) {
    List<TagDescription> all = new ArrayList<>();
    for (String id : tags.ids()) {
      for (Tag tag : of(id, call.asOf())) {
        all.add(
            TagDescription.builder()
                .resourceId(id)
                .resourceType(kind(id).type())
                .key(tag.key())
                .value(tag.value())
                .build());
      }
    }
    List<TagDescription> found =
        new Filters<TagDescription>(
                tag -> List.of(Tag.builder().key(tag.key()).value(tag.value()).build()))
            .on("key", TagDescription::key)
            .on("value", TagDescription::value)
            .on("resource-id", TagDescription::resourceId)
            .on("resource-type", TagDescription::resourceTypeAsString)
            .apply(all, asked.filters());
    Page<TagDescription> page = Filters.page(found, asked.nextToken(), asked.maxResults(), 5, 1000);
    return DescribeTagsResponse.builder()
        .tags(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }
}
