package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotReturnCode;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageDeregistrationProtectionResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageResponse;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeResponse;

/** What can be asked of images that exist. */
final class ImageCalls {
  private static final int PAGE_MIN = 1;
  private static final int PAGE_MAX = 1000;

  /** EC2 API reference, EnableImageDeprecation: at most ten years ahead. */
  private static final Duration DEPRECATION_MAX = Duration.ofDays(3652);

  /**
   * EC2 user guide, "Protect an AMI from deregistration": the cooldown after it is switched off.
   */
  private static final Duration COOLDOWN = Duration.ofHours(24);

  private final Compute compute;
  private final Images images;

  /** Until when an image may not be deregistered. */
  private final Map<String, Instant> guarded = new TreeMap<>();

  private final Map<String, Set<String>> shared = new TreeMap<>();

  ImageCalls(Compute compute) {
    this.compute = compute;
    this.images = compute.images();
  }

  DescribeImagesResponse describe(Request call, DescribeImagesRequest asked) {
    Instant asOf = call.asOf();
    List<Image> named = new ArrayList<>();
    if (asked.imageIds().isEmpty()) {
      named.addAll(images.all(asOf));
    }
    for (String id : asked.imageIds()) {
      images.demand(id, asOf);
      images.at(id, asOf).ifPresent(named::add);
    }
    named.removeIf(image -> !asked.owners().isEmpty() && !isOf(image, asked.owners()));
    // IncludeDeprecated: "If you are the AMI owner, all deprecated AMIs appear ... regardless".
    named.removeIf(
        image ->
            isDeprecated(image, asOf)
                && !image.ownerId().equals(TwinCloud.ACCOUNT)
                && !Boolean.TRUE.equals(asked.includeDeprecated()));
    named.removeIf(
        image ->
            image.state() == ImageState.DISABLED && !Boolean.TRUE.equals(asked.includeDisabled()));
    List<Image> found = filters().apply(named, asked.filters());
    Page<Image> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), PAGE_MIN, PAGE_MAX);
    return DescribeImagesResponse.builder()
        .images(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private static boolean isOf(Image image, List<String> owners) {
    return owners.contains(image.ownerId())
        || (owners.contains("self") && image.ownerId().equals(TwinCloud.ACCOUNT))
        || (image.imageOwnerAlias() != null && owners.contains(image.imageOwnerAlias()));
  }

  private static boolean isDeprecated(Image image, Instant at) {
    return image.deprecationTime() != null && !Instant.parse(image.deprecationTime()).isAfter(at);
  }

  private static Filters<Image> filters() {
    return new Filters<>(Image::tags)
        .on("name", Image::name)
        .on("image-id", Image::imageId)
        .on("state", Image::stateAsString)
        .on("architecture", Image::architectureAsString)
        .on("owner-id", Image::ownerId)
        .on("owner-alias", Image::imageOwnerAlias)
        .on("creation-date", Image::creationDate)
        .on("description", Image::description)
        .on("is-public", Image::publicLaunchPermissions)
        .on("image-type", Image::imageTypeAsString)
        .on("hypervisor", Image::hypervisorAsString)
        .on("virtualization-type", Image::virtualizationTypeAsString)
        .on("root-device-type", Image::rootDeviceTypeAsString)
        .on("root-device-name", Image::rootDeviceName)
        .on("ena-support", Image::enaSupport)
        .on("source-instance-id", Image::sourceInstanceId)
        .on("source-image-id", Image::sourceImageId)
        .onAll("block-device-mapping.snapshot-id", Images::snapshotsOf)
        .onAll(
            "block-device-mapping.encrypted",
            image ->
                image.blockDeviceMappings().stream()
                    .map(BlockDeviceMapping::ebs)
                    .map(ebs -> String.valueOf(ebs.encrypted()))
                    .toList());
  }

  private Image own(String id) {
    Image image = images.demand(id, compute.region().clock().now());
    if (!image.ownerId().equals(TwinCloud.ACCOUNT)) {
      throw new TwinException("AuthFailure", "Not authorized for image:" + id);
    }
    return image;
  }

  /** EC2 API reference, DeregisterImage: a snapshot that several images share is kept. */
  DeregisterImageResponse deregister(DeregisterImageRequest asked) {
    Image image = own(asked.imageId());
    Instant until = guarded.getOrDefault(asked.imageId(), Instant.MIN);
    if (until.isAfter(compute.region().clock().now())) {
      throw new TwinException(
          "OperationNotPermitted",
          "Deregistration protection is enabled for image " + asked.imageId() + ".");
    }
    images.remove(asked.imageId());
    DeregisterImageResponse.Builder answer = DeregisterImageResponse.builder().returnValue(true);
    if (Boolean.TRUE.equals(asked.deleteAssociatedSnapshots())) {
      List<DeleteSnapshotReturnCode> results = new ArrayList<>();
      for (String snapshot : Images.snapshotsOf(image)) {
        boolean shared = !images.using(snapshot).isEmpty();
        if (!shared) {
          compute.snapshots().remove(snapshot);
        }
        results.add(
            DeleteSnapshotReturnCode.builder()
                .snapshotId(snapshot)
                .returnCode(shared ? "skipped" : "success")
                .build());
      }
      answer.deleteSnapshotResults(results);
    }
    return answer.build();
  }

  /** Seconds are rounded to the nearest minute. */
  EnableImageDeprecationResponse deprecate(Request call, EnableImageDeprecationRequest asked) {
    own(asked.imageId());
    Instant at = asked.deprecateAt();
    if (!at.isAfter(call.now()) || at.isAfter(call.now().plus(DEPRECATION_MAX))) {
      throw new TwinException(
          "InvalidParameterValue",
          "The deprecation time " + at + " must lie in the future, at most 10 years ahead.");
    }
    Instant minute = Instant.ofEpochSecond(Math.round(at.getEpochSecond() / 60.0) * 60);
    images.change(
        asked.imageId(),
        image ->
            image.toBuilder()
                .deprecationTime(
                    DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(minute))
                .build());
    return EnableImageDeprecationResponse.builder().returnValue(true).build();
  }

  DisableImageDeprecationResponse undeprecate(String id) {
    own(id);
    images.change(id, image -> image.toBuilder().deprecationTime(null).build());
    return DisableImageDeprecationResponse.builder().returnValue(true).build();
  }

  /** EC2 user guide, "Disable an AMI": it cannot be launched and is not listed unless asked for. */
  DisableImageResponse disable(String id) {
    demandState(own(id), ImageState.AVAILABLE);
    // "If an AMI was shared, it is made private"; accounts lose access for good.
    shared.remove(id);
    images.change(id, image -> image.toBuilder().state(ImageState.DISABLED).build());
    return DisableImageResponse.builder().returnValue(true).build();
  }

  EnableImageResponse enable(String id) {
    demandState(own(id), ImageState.DISABLED);
    images.change(id, image -> image.toBuilder().state(ImageState.AVAILABLE).build());
    return EnableImageResponse.builder().returnValue(true).build();
  }

  private static void demandState(Image image, ImageState state) {
    if (image.state() != state) {
      throw new TwinException(
          "InvalidAMIID.Unavailable",
          "The image ID '" + image.imageId() + "' is " + image.stateAsString() + ", not " + state);
    }
  }

  EnableImageDeregistrationProtectionResponse protect(
      EnableImageDeregistrationProtectionRequest asked) {
    String id = asked.imageId();
    own(id);
    guarded.put(id, Instant.MAX);
    boolean cooldown = Boolean.TRUE.equals(asked.withCooldown());
    images.change(
        id,
        image ->
            image.toBuilder()
                .deregistrationProtection(
                    cooldown ? "enabled-with-cooldown" : "enabled-without-cooldown")
                .build());
    return EnableImageDeregistrationProtectionResponse.builder().returnValue("true").build();
  }

  DisableImageDeregistrationProtectionResponse unprotect(String id) {
    boolean cooldown = "enabled-with-cooldown".equals(own(id).deregistrationProtection());
    guarded.put(id, cooldown ? compute.region().clock().now().plus(COOLDOWN) : Instant.MIN);
    images.change(id, image -> image.toBuilder().deregistrationProtection("disabled").build());
    return DisableImageDeregistrationProtectionResponse.builder().returnValue("true").build();
  }

  /** EC2 API reference, ModifyImageAttribute: one attribute; IMDSv2 cannot be taken back. */
  ModifyImageAttributeResponse modify(ModifyImageAttributeRequest asked) {
    // Error codes: InvalidAMIID.Unavailable, "not in a state from which you can ... modify
    // attributes".
    demandState(own(asked.imageId()), ImageState.AVAILABLE);
    if (asked.imdsSupport() != null) {
      String value = asked.imdsSupport().value();
      if (!"v2.0".equals(value)) {
        throw new TwinException(
            "InvalidParameterValue", "Value (" + value + ") for imdsSupport: only v2.0.");
      }
      images.change(asked.imageId(), image -> image.toBuilder().imdsSupport(value).build());
    } else if (asked.launchPermission() != null) {
      share(asked);
    } else if (asked.description() != null) {
      String text = asked.description().value();
      images.change(asked.imageId(), image -> image.toBuilder().description(text).build());
    } else {
      throw new TwinException("MissingParameter", "No attribute that the double knows.");
    }
    return ModifyImageAttributeResponse.builder().build();
  }

  /** EC2 user guide, "Share an AMI": not with a disk under the account's own AWS managed key. */
  private void share(ModifyImageAttributeRequest asked) {
    String id = asked.imageId();
    String managed = Compute.defaultKey(compute.region());
    for (String snapshot : Images.snapshotsOf(own(id))) {
      if (compute
          .snapshots()
          .find(snapshot)
          .filter(s -> managed.equals(s.kmsKeyId()))
          .isPresent()) {
        throw new TwinException(
            "InvalidParameter", "Snapshots under the key aws/ebs cannot be shared: " + snapshot);
      }
    }
    Set<String> accounts = new TreeSet<>(shared.getOrDefault(id, Set.of()));
    asked.launchPermission().add().forEach(more -> accounts.add(account(more)));
    asked.launchPermission().remove().forEach(less -> accounts.remove(account(less)));
    shared.put(id, Set.copyOf(accounts));
  }

  private static String account(LaunchPermission permission) {
    String account = String.valueOf(permission.userId());
    if (!account.matches("\\d{12}")) {
      throw new TwinException(
          "InvalidAMIAttributeItemValue", "Invalid attribute item value \"" + account + "\"");
    }
    return account;
  }

  /** EC2 API reference, DescribeImageAttribute: launch permissions. */
  DescribeImageAttributeResponse attribute(DescribeImageAttributeRequest asked) {
    String id = own(asked.imageId()).imageId();
    if (!"launchPermission".equals(asked.attributeAsString())) {
      throw new TwinException("InvalidParameterValue", "The double tells launch permissions only.");
    }
    return DescribeImageAttributeResponse.builder()
        .imageId(id)
        .launchPermissions(
            new TreeSet<>(shared.getOrDefault(id, Set.of()))
                .stream().map(a -> LaunchPermission.builder().userId(a).build()).toList())
        .build();
  }
}
