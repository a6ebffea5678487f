package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesResponse;
import software.amazon.awssdk.services.ec2.model.ImageReference;
import software.amazon.awssdk.services.ec2.model.ImageReferenceResourceType;
import software.amazon.awssdk.services.ec2.model.ResourceTypeRequest;

/**
 * EC2 API reference, DescribeImageReferences: machines that are not terminated, and launch
 * templates by their last 20 versions. The double has no parameters and recipes of Image Builder to
 * look into, and refuses to be asked for them.
 */
final class References {
  private static final int IDS_MAX = 10;
  private static final int VERSION_DEPTH = 20;
  private static final int PAGE_MAX = 1000;

  private final Compute compute;

  References(Compute compute) {
    this.compute = compute;
  }

  DescribeImageReferencesResponse describe(Request call, DescribeImageReferencesRequest asked) {
    List<String> ids = asked.imageIds();
    if (ids.isEmpty() || ids.size() > IDS_MAX) {
      throw new TwinException(
          "InvalidParameterValue",
          "ImageIds must have 1 to " + IDS_MAX + " items, has " + ids.size());
    }
    boolean all = Boolean.TRUE.equals(asked.includeAllResourceTypes());
    if (all == asked.hasResourceTypes()) {
      throw new TwinException(
          "MissingParameter", "Either IncludeAllResourceTypes or ResourceTypes must be specified.");
    }
    List<ImageReference> found = new ArrayList<>();
    for (ResourceTypeRequest one : asked.resourceTypes()) {
      found.addAll(of(one.resourceType(), ids::contains, call.asOf()).toList());
    }
    Page<ImageReference> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), 1, PAGE_MAX);
    return DescribeImageReferencesResponse.builder()
        .imageReferences(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private Stream<ImageReference> of(
      ImageReferenceResourceType type, Predicate<String> images, Instant asOf) {
    return switch (type) {
      case EC2_INSTANCE ->
          compute.servers().all(asOf).stream()
              .filter(server -> !server.ended() && images.test(server.instance().imageId()))
              .map(server -> one(server.instance().imageId(), type, "instance/" + server.id()));
      case EC2_LAUNCH_TEMPLATE ->
          compute.templates().all(asOf).stream()
              .flatMap(
                  row ->
                      row.versions().stream()
                          .skip(Math.max(0, row.versions().size() - VERSION_DEPTH))
                          .map(version -> version.launchTemplateData().imageId())
                          .filter(image -> image != null && images.test(image))
                          .distinct()
                          .map(image -> one(image, type, "launch-template/" + row.id())));
      default ->
          throw new TwinException("InvalidParameterValue", "The double does not look into " + type);
    };
  }

  private ImageReference one(String image, ImageReferenceResourceType type, String resource) {
    return ImageReference.builder()
        .imageId(image)
        .resourceType(type)
        .arn(compute.region().arn("ec2", resource))
        .build();
  }
}
