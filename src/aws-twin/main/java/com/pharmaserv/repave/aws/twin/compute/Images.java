package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.Volume;

/** A region's machine images: the account's own and public ones. */
public final class Images {
  /** Owner of Amazon Linux images. */
  public static final String AMAZON = "137112412989";

  /** Owner of Debian's images; wiki.debian.org/Cloud/AmazonEC2Image. */
  public static final String DEBIAN = "136693071363";

  private static final String NAME = "[a-zA-Z0-9()\\[\\] ./\\-'@_]{3,128}";
  private static final DateTimeFormatter DATES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** An image of a disk of some gigabytes takes minutes; not documented, measured by many. */
  private static final int MINUTES_MIN = 3;

  private static final int MINUTES_MAX = 9;

  /** How long a deregistered image holds its name; "enough time" in the documentation. */
  private static final Duration NAME_HELD = Duration.ofSeconds(3);

  private final Compute compute;
  private final TwinRegion region;
  private final Table<Image> images;
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Instant> freedNames = new HashMap<>();

  Images(Compute compute) {
    this.compute = compute;
    this.region = compute.region();
    this.images = new Table<>(region.clock());
  }

  /** Lets the next image that is created or copied end as failed, with that reason. */
  public void failNext(String reason) {
    failures.add(reason);
  }

  /**
   * Publishes an image of somebody else, available at once.
   *
   * @param architecture x86_64 or arm64
   * @param at its creation date
   */
  public String publish(String owner, String name, String architecture, Instant at) {
    return add(
        image(name, architecture, at).toBuilder()
            .ownerId(owner)
            .imageOwnerAlias(owner.equals(AMAZON) ? "amazon" : null)
            .publicLaunchPermissions(true)
            .imageLocation((owner.equals(AMAZON) ? "amazon" : owner) + "/" + name)
            .build());
  }

  /** Registers an own image, available at once, with an encrypted disk of 8 GiB. */
  public String register(String name, Map<String, String> tags) {
    Image image = image(name, "x86_64", region.clock().now());
    String key = Compute.defaultKey(region);
    String snapshot =
        compute.snapshots().start(null, 8, key, "Registered as " + name, tags, Duration.ZERO);
    String id =
        add(
            image.toBuilder()
                .blockDeviceMappings(device(image.rootDeviceName(), snapshot, 8, true))
                .build());
    compute.tags().put(id, tags);
    return id;
  }

  /** An image of somebody else. */
  public record Published(String id, Instant at) {}

  /** The images of that owner whose name fits the regular expression, the oldest first. */
  public List<Published> published(String owner, String name) {
    return images.all().stream()
        .filter(image -> image.ownerId().equals(owner) && image.name().matches(name))
        .map(image -> new Published(image.imageId(), Instant.parse(image.creationDate())))
        .sorted(Comparator.comparing(Published::at))
        .toList();
  }

  /** The image, if it is registered. */
  public Optional<Image> find(String id) {
    return images.get(id);
  }

  private String add(Image image) {
    images.put(image.imageId(), image);
    return image.imageId();
  }

  private Image image(String name, String architecture, Instant at) {
    String root = "/dev/xvda";
    return Image.builder()
        .imageId(region.ids().next("ami"))
        .name(name)
        .architecture(architecture)
        .creationDate(DATES.format(at))
        .ownerId(TwinCloud.ACCOUNT)
        .imageLocation(TwinCloud.ACCOUNT + "/" + name)
        .publicLaunchPermissions(false)
        .state(ImageState.AVAILABLE)
        .imageType("machine")
        .hypervisor("xen")
        .virtualizationType("hvm")
        .enaSupport(true)
        .platformDetails("Linux/UNIX")
        .usageOperation("RunInstances")
        .rootDeviceType("ebs")
        .rootDeviceName(root)
        .bootMode("uefi-preferred")
        .blockDeviceMappings(device(root, region.ids().next("snap"), 8, false))
        .build();
  }

  private static BlockDeviceMapping device(
      String name, String snapshot, int gib, boolean encrypted) {
    return BlockDeviceMapping.builder()
        .deviceName(name)
        .ebs(
            e ->
                e.snapshotId(snapshot)
                    .volumeSize(gib)
                    .volumeType("gp3")
                    .encrypted(encrypted)
                    .deleteOnTermination(true))
        .build();
  }

  boolean has(String id) {
    return images.has(id);
  }

  /** The ids of the account's own images. */
  Stream<String> own() {
    return images.all().stream()
        .filter(image -> image.ownerId().equals(TwinCloud.ACCOUNT))
        .map(Image::imageId);
  }

  List<Image> all(Instant asOf) {
    return images.all(asOf).stream()
        .map(image -> image.toBuilder().tags(compute.tags().of(image.imageId(), asOf)).build())
        .toList();
  }

  /** Finds an image, or refuses as EC2 does. */
  Image demand(String id, Instant asOf) {
    if (!id.matches("ami-[0-9a-f]{8,17}")) {
      throw new TwinException("InvalidAMIID.Malformed", "Invalid id: \"" + id + "\"");
    }
    return images
        .get(id, asOf)
        .orElseThrow(
            () ->
                new TwinException(
                    "InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist"));
  }

  /** Finds an image that machines can be launched from, or refuses. */
  Image launchable(String id) {
    Image image = demand(id, region.clock().now());
    if (image.state() != ImageState.AVAILABLE) {
      // Auto Scaling user guide, "Troubleshoot AMI issues": "is pending, and cannot be run".
      throw new TwinException(
          "InvalidAMIID.Unavailable",
          "The image ID '" + id + "' is " + image.stateAsString() + ", and cannot be run");
    }
    return image;
  }

  void change(String id, UnaryOperator<Image> change) {
    images.update(id, change);
  }

  /** Its name is free once the change "has propagated": error InvalidAMIName.Duplicate. */
  void remove(String id) {
    images
        .get(id)
        .ifPresent(image -> freedNames.put(image.name(), region.clock().now().plus(NAME_HELD)));
    images.remove(id);
    compute.tags().remove(id);
  }

  /** The images that use a snapshot. */
  List<String> using(String snapshotId) {
    return images.all().stream()
        .filter(image -> snapshotsOf(image).contains(snapshotId))
        .map(Image::imageId)
        .toList();
  }

  static List<String> snapshotsOf(Image image) {
    return image.blockDeviceMappings().stream()
        .filter(device -> device.ebs() != null)
        .map(device -> device.ebs().snapshotId())
        .toList();
  }

  /** EC2 API reference, CreateImage: no client token; the name is what makes it unique. */
  CreateImageResponse create(CreateImageRequest asked) {
    Instance instance = compute.servers().demand(asked.instanceId()).instance();
    String state = instance.state().nameAsString();
    if (!List.of("running", "stopped", "stopping").contains(state)) {
      throw new TwinException(
          "IncorrectInstanceState",
          "Instance '" + asked.instanceId() + "' is " + state + ", not running or stopped.");
    }
    demandFreeName(asked.name());
    Tags.only(asked.tagSpecifications(), List.of("image", "snapshot"));
    Duration takes = minutes();
    List<BlockDeviceMapping> devices = new ArrayList<>();
    String id = region.ids().next("ami");
    for (Volume volume : compute.disks().of(asked.instanceId())) {
      String snapshot =
          compute
              .snapshots()
              .start(
                  volume.volumeId(),
                  volume.size(),
                  volume.kmsKeyId(),
                  "Created by CreateImage(" + asked.instanceId() + ") for " + id,
                  Tags.of(asked.tagSpecifications(), "snapshot"),
                  takes);
      devices.add(
          device(
              volume.attachments().get(0).device(), snapshot, volume.size(), volume.encrypted()));
    }
    Image source = images.get(instance.imageId()).orElseGet(() -> unknownSource(instance));
    start(
        source.toBuilder()
            .imageId(id)
            .name(asked.name())
            .description(asked.description())
            .blockDeviceMappings(devices)
            .rootDeviceName(instance.rootDeviceName())
            .sourceInstanceId(asked.instanceId())
            .sourceImageId(instance.imageId())
            .sourceImageRegion(region.name())
            .build(),
        Tags.of(asked.tagSpecifications(), "image"),
        takes);
    return CreateImageResponse.builder().imageId(id).build();
  }

  /** The machine outlived the image that it was launched from. */
  private Image unknownSource(Instance instance) {
    return image("gone", instance.architectureAsString(), region.clock().now());
  }

  void demandFreeName(String name) {
    if (!name.matches(NAME)) {
      throw new TwinException(
          "InvalidAMIName.Malformed",
          "AMI names must be between 3 and 128 characters long, and may contain letters, numbers,"
              + " '(', ')', '[', ']', ' ', '.', '/', '-', ''', '@' and '_'. Got: "
              + name);
    }
    Optional.ofNullable(freedNames.get(name))
        .filter(free -> free.isAfter(region.clock().now()))
        .ifPresent(
            free -> {
              throw new TwinException(
                  "InvalidAMIName.Duplicate", "AMI name " + name + " is already in use");
            });
    images.all().stream()
        .filter(image -> image.ownerId().equals(TwinCloud.ACCOUNT) && image.name().equals(name))
        .findFirst()
        .ifPresent(
            image -> {
              throw new TwinException(
                  "InvalidAMIName.Duplicate",
                  "AMI name " + name + " is already in use by AMI " + image.imageId());
            });
  }

  /** Begins an own image that is available, or failed, after that time. */
  void start(Image image, Map<String, String> tags, Duration takes) {
    String id = image.imageId();
    add(
        image.toBuilder()
            .state(ImageState.PENDING)
            .ownerId(TwinCloud.ACCOUNT)
            .imageOwnerAlias(null)
            .publicLaunchPermissions(false)
            .imageLocation(TwinCloud.ACCOUNT + "/" + image.name())
            .creationDate(DATES.format(region.clock().now()))
            .deprecationTime(null)
            .build());
    compute.tags().put(id, tags);
    Optional<String> failure =
        failures.isEmpty() ? Optional.empty() : Optional.of(failures.remove(0));
    region.clock().after(takes, () -> change(id, pending -> ended(pending, failure)));
  }

  private static Image ended(Image image, Optional<String> failure) {
    return failure
        .map(
            reason ->
                image.toBuilder()
                    .state(ImageState.FAILED)
                    .stateReason(r -> r.code("Client.InternalError").message(reason))
                    .build())
        .orElseGet(() -> image.toBuilder().state(ImageState.AVAILABLE).build());
  }

  private Duration minutes() {
    int seconds = MINUTES_MIN * 60 + region.random().nextInt((MINUTES_MAX - MINUTES_MIN) * 60 + 1);
    return Duration.ofSeconds(seconds);
  }

  /** EC2 API reference, CopyImage; called in the region that the copy goes to. */
  CopyImageResponse copy(Request call, CopyImageRequest asked) {
    String id =
        compute
            .tokens()
            .once(
                call,
                asked.clientToken(),
                () -> copied(asked),
                made -> made,
                made -> Optional.of(made).filter(images::has));
    return CopyImageResponse.builder().imageId(id).build();
  }

  private String copied(CopyImageRequest asked) {
    Compute there = region.cloud().region(asked.sourceRegion()).part(Compute.class);
    Image source = there.images().demand(asked.sourceImageId(), region.clock().now());
    if (source.state() != ImageState.AVAILABLE) {
      throw new TwinException(
          "InvalidRequest",
          "The image "
              + asked.sourceImageId()
              + " is "
              + source.stateAsString()
              + (" in the source Region " + asked.sourceRegion() + ", not available."));
    }
    if (asked.kmsKeyId() != null && !Boolean.TRUE.equals(asked.encrypted())) {
      throw new TwinException("InvalidParameterDependency", "KmsKeyId needs Encrypted to be true.");
    }
    Tags.only(asked.tagSpecifications(), List.of("image", "snapshot"));
    Duration takes = minutes();
    List<BlockDeviceMapping> devices = new ArrayList<>();
    String id = region.ids().next("ami");
    for (BlockDeviceMapping device : source.blockDeviceMappings()) {
      devices.add(copied(asked, id, device, takes));
    }
    Image copy =
        source.toBuilder()
            .imageId(id)
            .name(asked.name())
            .description(asked.description())
            .blockDeviceMappings(devices)
            .sourceImageId(asked.sourceImageId())
            .sourceImageRegion(asked.sourceRegion())
            .sourceInstanceId(null)
            .build();
    start(copy, tagsOfCopy(there, asked), takes);
    return id;
  }

  private BlockDeviceMapping copied(
      CopyImageRequest asked, String id, BlockDeviceMapping device, Duration takes) {
    EbsBlockDevice ebs = device.ebs();
    // "You cannot create an unencrypted copy of an encrypted snapshot."
    boolean encrypted =
        Boolean.TRUE.equals(asked.encrypted()) || Boolean.TRUE.equals(ebs.encrypted());
    String key = asked.kmsKeyId() == null ? Compute.defaultKey(region) : asked.kmsKeyId();
    String snapshot =
        compute
            .snapshots()
            .start(
                null,
                ebs.volumeSize(),
                encrypted ? key : null,
                "Copied for DestinationAmi " + id + " from SourceAmi " + asked.sourceImageId(),
                Tags.of(asked.tagSpecifications(), "snapshot"),
                takes);
    return device(device.deviceName(), snapshot, ebs.volumeSize(), encrypted);
  }

  /** CopyImageTags: the account's own tags without those that start with "aws:". */
  private Map<String, String> tagsOfCopy(Compute there, CopyImageRequest asked) {
    List<Tag> tags = new ArrayList<>();
    if (Boolean.TRUE.equals(asked.copyImageTags())) {
      there.tags().of(asked.sourceImageId(), region.clock().now()).stream()
          .filter(tag -> !tag.key().startsWith("aws:"))
          .forEach(tags::add);
    }
    Map<String, String> given = Tags.of(asked.tagSpecifications(), "image");
    tags.removeIf(tag -> given.containsKey(tag.key()));
    tags.addAll(Tags.list(given));
    return Tags.of(
        List.of(TagSpecification.builder().resourceType("image").tags(tags).build()), "image");
  }

  /** An image as it was then, with its tags; empty if there was none. */
  Optional<Image> at(@Nullable String id, Instant asOf) {
    return all(asOf).stream().filter(image -> image.imageId().equals(id)).findFirst();
  }
}
