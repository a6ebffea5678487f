package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ArchitectureValues;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.BootModeValues;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ImageReferenceResourceType;
import software.amazon.awssdk.services.ec2.model.ImdsSupportValues;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResourceTypeRequest;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TpmSupportValues;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** The images and snapshots of one region. */
final class Amis {
  private static final int PAGE = 200;

  /** What the kernel of an image that is booted by UEFI sees as its first disk. */
  private static final String ROOT = "/dev/xvda";

  /** EC2 API reference, DescribeImageReferences: ids of one call. */
  private static final int REFERENCES_MAX = 10;

  private static final List<ResourceTypeRequest> REFERRING =
      Stream.of(
              ImageReferenceResourceType.EC2_INSTANCE,
              ImageReferenceResourceType.EC2_LAUNCH_TEMPLATE)
          .map(type -> ResourceTypeRequest.builder().resourceType(type).build())
          .toList();

  /** 20,000 images: far more than an account may keep in a region without asking. */
  private static final int PAGES_MAX = 100;

  private final Ec2Client ec2;
  private final String region;

  Amis(Clients clients) {
    this.ec2 = clients.ec2();
    this.region = clients.region();
  }

  String region() {
    return region;
  }

  static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  static Filter tagged(String key, String... values) {
    return filter("tag:" + key, values);
  }

  /** All images of an owner that fit the filters. */
  List<Ami> all(String owner, Filter... filters) throws ProviderException {
    return walk(owner, false, filters);
  }

  private List<Ami> walk(String owner, boolean disabled, Filter... filters)
      throws ProviderException {
    List<Ami> found = new ArrayList<>();
    Pages.<String>walk(
        "the images of '%s' in %s".formatted(owner, region),
        Pages.atMost(
            PAGES_MAX,
            "owner '%s' has more than %s images in %s; remove old ones"
                .formatted(owner, PAGES_MAX * PAGE, region)),
        token -> {
          DescribeImagesResponse answer =
              ec2.describeImages(
                  r ->
                      r.owners(owner)
                          .includeDisabled(disabled)
                          .filters(filters)
                          .maxResults(PAGE)
                          .nextToken(token.orElse(null)));
          answer.images().forEach(image -> found.add(Ami.of(image)));
          return Pages.next(answer.nextToken());
        });
    return found;
  }

  /** The bakes of that image in this region, finished or not, in the order of their creation. */
  List<Ami> of(ImageId image) throws ProviderException {
    return all(
            "self",
            tagged(ImageTags.MANAGED_BY, ImageTags.BAKE),
            tagged(ImageTags.DIGEST, image.digest()))
        .stream()
        .filter(ami -> ami.holds(image))
        .sorted((a, b) -> a.created().compareTo(b.created()))
        .toList();
  }

  /** The images with one of these digests, finished or not, those that are disabled included. */
  List<Ami> withDigests(Collection<String> digests) throws ProviderException {
    return Errors.read(
        "read the images of %s in %s".formatted(String.join(", ", digests), region),
        () ->
            ec2
                .describeImages(
                    r ->
                        r.owners("self")
                            .includeDisabled(true)
                            .filters(
                                tagged(ImageTags.MANAGED_BY, ImageTags.BAKE),
                                tagged(ImageTags.DIGEST, digests.toArray(String[]::new))))
                .images()
                .stream()
                .map(Ami::of)
                .toList());
  }

  /** The finished image of that id in this region, withdrawn or not. */
  List<Ami> finished(ImageId image) throws ProviderException {
    return withDigests(List.of(image.digest())).stream()
        .filter(ami -> ami.holds(image) && ami.finished())
        .toList();
  }

  /** Finished images that were withdrawn. */
  List<Ami> withdrawn() throws ProviderException {
    return walk(
        "self",
        true,
        tagged(ImageTags.MANAGED_BY, ImageTags.BAKE),
        filter("tag-key", ImageTags.WITHDRAWN_AT),
        filter("state", "disabled"));
  }

  Optional<Ami> byId(String id) throws ProviderException {
    return Errors.read(
        "read image " + id + " in " + region,
        () -> {
          try {
            return ec2.describeImages(r -> r.imageIds(id)).images().stream()
                .map(Ami::of)
                .findFirst();
          } catch (Ec2Exception e) {
            if (Errors.code(e).startsWith("InvalidAMIID")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** An own image; the name is its owner's and region's only one. */
  Optional<Ami> byName(String name) throws ProviderException {
    return all("self", filter("name", name)).stream().findFirst();
  }

  /**
   * Makes an image of a stopped machine. CreateImage knows no client token (EC2 API reference,
   * "Ensuring idempotency"): the name stands for it.
   *
   * @return empty if an image of that name is there already
   */
  Optional<String> create(String machine, String name, Map<String, String> tags)
      throws ProviderException {
    return Errors.call(
        "make image '" + name + "' of machine " + machine,
        () -> {
          try {
            return Optional.of(
                ec2.createImage(
                        r ->
                            r.instanceId(machine)
                                .name(name)
                                .description("Baked by Repave")
                                .tagSpecifications(atBirth(tags)))
                    .imageId());
          } catch (Ec2Exception e) {
            if (Errors.code(e).equals("InvalidAMIName.Duplicate")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Copies an image of another region to this one; asked again, it answers the same copy. */
  String copy(Ami source, String from, String token, String key, Map<String, String> tags)
      throws ProviderException {
    return Errors.call(
        "copy image " + source.id() + " from " + from + " to " + region,
        () ->
            ec2.copyImage(
                    r ->
                        r.sourceImageId(source.id())
                            .sourceRegion(from)
                            .name(source.name())
                            .description("Baked by Repave, copied from " + from)
                            .clientToken(token)
                            .encrypted(true)
                            .kmsKeyId(key)
                            .tagSpecifications(atBirth(tags)))
                .imageId());
  }

  /** Snapshots are marked as ours from birth: nobody may mark one later. */
  private static List<TagSpecification> atBirth(Map<String, String> tags) {
    return List.of(
        on(ResourceType.IMAGE, tags),
        on(ResourceType.SNAPSHOT, Map.of(ImageTags.MANAGED_BY, ImageTags.BAKE)));
  }

  private static TagSpecification on(ResourceType type, Map<String, String> tags) {
    return TagSpecification.builder().resourceType(type).tags(ImageTags.sdk(tags)).build();
  }

  /**
   * Registers an image of a snapshot, as machines on Nitro boot it by UEFI. RegisterImage knows no
   * client token: the name stands for it. Whether the disk is encrypted, and with which key,
   * follows from the snapshot (EC2 API reference, RegisterImage).
   *
   * @return empty if the name is taken
   */
  Optional<String> register(String name, String snapshot, int gib, Map<String, String> tags)
      throws ProviderException {
    return Errors.call(
        "register image '" + name + "' of " + snapshot + " in " + region,
        () -> {
          try {
            return Optional.of(
                ec2.registerImage(r -> onNitro(r, name, snapshot, gib, tags)).imageId());
          } catch (Ec2Exception e) {
            if (Errors.code(e).equals("InvalidAMIName.Duplicate")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** EC2's defaults of architecture and virtualization are those of 2006, hence every one here. */
  private static void onNitro(
      RegisterImageRequest.Builder image,
      String name,
      String snapshot,
      int gib,
      Map<String, String> tags) {
    image
        .name(name)
        .description("Published by Repave")
        .architecture(ArchitectureValues.X86_64)
        .virtualizationType("hvm")
        .enaSupport(true)
        .sriovNetSupport("simple")
        .bootMode(BootModeValues.UEFI)
        .tpmSupport(TpmSupportValues.V2_0)
        .imdsSupport(ImdsSupportValues.V2_0)
        .rootDeviceName(ROOT)
        .blockDeviceMappings(
            BlockDeviceMapping.builder()
                .deviceName(ROOT)
                .ebs(
                    disk ->
                        disk.snapshotId(snapshot)
                            .volumeSize(gib)
                            .volumeType(VolumeType.GP3)
                            .deleteOnTermination(true))
                .build())
        .tagSpecifications(on(ResourceType.IMAGE, tags));
  }

  /** From now on machines of the image take metadata only with a token (IMDSv2). */
  void requireTokens(String id) throws ProviderException {
    Errors.act(
        "require IMDSv2 of image " + id + " in " + region,
        () -> ec2.modifyImageAttribute(r -> r.imageId(id).imdsSupport(v -> v.value("v2.0"))));
  }

  void deprecate(String id, Instant at) throws ProviderException {
    Errors.act(
        "set the deprecation date of image " + id + " in " + region,
        () -> ec2.enableImageDeprecation(r -> r.imageId(id).deprecateAt(at)));
  }

  /** From now on the image cannot be deregistered before that is switched off again. */
  void protect(String id) throws ProviderException {
    Errors.act(
        "protect image " + id + " in " + region,
        () -> ec2.enableImageDeregistrationProtection(r -> r.imageId(id)));
  }

  void unprotect(String id) throws ProviderException {
    Errors.act(
        "end the protection of image " + id + " in " + region,
        () -> ec2.disableImageDeregistrationProtection(r -> r.imageId(id)));
  }

  /** From now on no machine starts of the image, and nobody else has it. */
  void disable(String id) throws ProviderException {
    Errors.act("disable image " + id + " in " + region, () -> ec2.disableImage(r -> r.imageId(id)));
  }

  void enable(String id) throws ProviderException {
    Errors.act("enable image " + id + " in " + region, () -> ec2.enableImage(r -> r.imageId(id)));
  }

  /**
   * What refers to images: machines, templates, and accounts they are shared with. Of a template
   * the last 20 versions are looked at (EC2 user guide, "How AMI reference checks work").
   */
  Map<String, List<String>> references(Collection<String> ids) throws ProviderException {
    Map<String, List<String>> all = new TreeMap<>();
    List<String> rest = List.copyOf(ids);
    for (int i = 0; i < rest.size(); i += REFERENCES_MAX) {
      List<String> some = rest.subList(i, Math.min(rest.size(), i + REFERENCES_MAX));
      Pages.<String>walk(
          "what refers to %s in %s".formatted(String.join(", ", some), region),
          Pages.atMost(PAGES_MAX, "far too much refers to %s in %s".formatted(some, region)),
          token -> {
            DescribeImageReferencesResponse answer =
                ec2.describeImageReferences(
                    r -> r.imageIds(some).resourceTypes(REFERRING).nextToken(token.orElse(null)));
            answer
                .imageReferences()
                .forEach(
                    one ->
                        all.computeIfAbsent(one.imageId(), id -> new ArrayList<>()).add(one.arn()));
            return Pages.next(answer.nextToken());
          });
    }
    for (String id : rest) {
      Errors.read(
              "read with whom image " + id + " in " + region + " is shared",
              () ->
                  ec2.describeImageAttribute(r -> r.imageId(id).attribute("launchPermission"))
                      .launchPermissions())
          .forEach(
              permission ->
                  all.computeIfAbsent(id, i -> new ArrayList<>())
                      .add("account " + permission.userId()));
    }
    return all;
  }

  /** Lets other accounts start machines of the image. */
  void share(String id, Collection<String> accounts) throws ProviderException {
    List<LaunchPermission> permissions =
        accounts.stream().map(a -> LaunchPermission.builder().userId(a).build()).toList();
    Errors.act(
        "share image " + id + " in " + region + " with " + String.join(", ", accounts),
        () ->
            ec2.modifyImageAttribute(r -> r.imageId(id).launchPermission(p -> p.add(permissions))));
  }

  void tag(Collection<String> resources, Map<String, String> tags) throws ProviderException {
    Errors.act(
        "tag " + String.join(", ", resources) + " in " + region,
        () -> ec2.createTags(r -> r.resources(resources).tags(ImageTags.sdk(tags))));
  }

  void untag(String resource, Collection<String> keys) throws ProviderException {
    Errors.act(
        "remove tags of " + resource + " in " + region,
        () ->
            ec2.deleteTags(
                r ->
                    r.resources(resource)
                        .tags(
                            keys.stream()
                                .map(
                                    key ->
                                        software.amazon.awssdk.services.ec2.model.Tag.builder()
                                            .key(key)
                                            .build())
                                .toList())));
  }

  /** Own snapshots that carry the tag of bakes. */
  List<Snapshot> snapshots() throws ProviderException {
    return snapshots(new Filter[] {tagged(ImageTags.MANAGED_BY, ImageTags.BAKE)});
  }

  /** Own snapshots that were made for that image. */
  List<Snapshot> snapshots(ImageId image) throws ProviderException {
    return snapshots(
        tagged(ImageTags.MANAGED_BY, ImageTags.BAKE),
        tagged(ImageTags.IMAGE, image.name()),
        tagged(ImageTags.DIGEST, image.digest()));
  }

  private List<Snapshot> snapshots(Filter... filters) throws ProviderException {
    List<Snapshot> found = new ArrayList<>();
    Pages.<String>walk(
        "the snapshots in " + region,
        Pages.atMost(
            PAGES_MAX,
            "more than %s snapshots of bakes in %s; remove old ones"
                .formatted(PAGES_MAX * PAGE, region)),
        token -> {
          DescribeSnapshotsResponse answer =
              ec2.describeSnapshots(
                  r ->
                      r.ownerIds("self")
                          .filters(filters)
                          .maxResults(PAGE)
                          .nextToken(token.orElse(null)));
          found.addAll(answer.snapshots());
          return Pages.next(answer.nextToken());
        });
    return found;
  }

  /** Removes an image; one that is gone already is fine. */
  void deregister(String id) throws ProviderException {
    Errors.act(
        "remove image " + id + " in " + region,
        () -> {
          try {
            ec2.deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));
          } catch (Ec2Exception e) {
            if (!Errors.code(e).startsWith("InvalidAMIID")) {
              throw e;
            }
          }
        });
  }

  /** Removes a snapshot; one that is gone already is fine. */
  void deleteSnapshot(String id) throws ProviderException {
    Errors.act(
        "remove snapshot " + id + " in " + region,
        () -> {
          try {
            ec2.deleteSnapshot(r -> r.snapshotId(id));
          } catch (Ec2Exception e) {
            if (!Errors.code(e).equals("InvalidSnapshot.NotFound")) {
              throw e;
            }
          }
        });
  }
}
