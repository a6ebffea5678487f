package com.pharmaserv.repave.aws.twin.compute;

import static com.pharmaserv.repave.aws.twin.compute.TemplatesTest.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImdsSupportValues;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class ImagesTest {
  private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/fleet";

  private final TwinCloud cloud = new TwinCloud(3);
  private final Compute compute = cloud.region("eu-central-1").part(Compute.class);
  private final Ec2Client ec2 = TwinClients.retrying(cloud, "eu-central-1").compute();
  private final Ec2Client us = TwinClients.retrying(cloud, "us-east-1").compute();

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static TagSpecification tags(String type) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(Tag.builder().key("fleet").value("app").build())
        .build();
  }

  private void pass(Duration span) {
    cloud.clock().advance(span);
  }

  /** A machine on the newest Debian, with an encrypted disk of 12 GiB. */
  private String builder() {
    String base =
        ec2
            .describeImages(
                r ->
                    r.owners(Images.DEBIAN)
                        .filters(filter("name", "debian-12-amd64-*"), filter("state", "available")))
            .images()
            .stream()
            .max(Comparator.comparing(Image::creationDate))
            .orElseThrow()
            .imageId();
    String id =
        ec2.runInstances(
                r ->
                    r.imageId(base)
                        .instanceType("m7i.large")
                        .minCount(1)
                        .maxCount(1)
                        .blockDeviceMappings(
                            BlockDeviceMapping.builder()
                                .deviceName("/dev/xvda")
                                .ebs(e -> e.encrypted(true).kmsKeyId(KEY).volumeSize(12))
                                .build()))
            .instances()
            .get(0)
            .instanceId();
    pass(Duration.ofSeconds(30));
    return id;
  }

  private CreateImageRequest.Builder create(String instance, String name) {
    return CreateImageRequest.builder()
        .instanceId(instance)
        .name(name)
        .tagSpecifications(tags("image"), tags("snapshot"));
  }

  private Image seen(Ec2Client client, String id) {
    return client.describeImages(r -> r.imageIds(id)).images().get(0);
  }

  private Snapshot snapshot(Ec2Client client, String image) {
    String id = seen(client, image).blockDeviceMappings().get(0).ebs().snapshotId();
    return client.describeSnapshots(r -> r.snapshotIds(id)).snapshots().get(0);
  }

  @Test
  void createsAnEncryptedImageThatIsPendingForMinutes() {
    String instance = builder();
    String id = ec2.createImage(create(instance, "app-1").build()).imageId();
    Image image = seen(ec2, id);
    assertThat(image.stateAsString()).isEqualTo("pending");
    assertThat(image.sourceInstanceId()).isEqualTo(instance);
    refuses(
        "InvalidAMIID.Unavailable",
        () -> ec2.modifyImageAttribute(r -> r.imageId(id).imdsSupport(v -> v.value("v2.0"))));
    assertThat(snapshot(ec2, id).stateAsString()).isEqualTo("pending");
    refuses(
        "InvalidAMIID.Unavailable",
        () ->
            ec2.runInstances(r -> r.imageId(id).instanceType("m7i.large").minCount(1).maxCount(1)));
    pass(Duration.ofMinutes(10));
    assertThat(seen(ec2, id).stateAsString()).isEqualTo("available");
    assertThat(snapshot(ec2, id))
        .satisfies(
            s -> {
              assertThat(s.progress()).isEqualTo("100%");
              assertThat(s.encrypted()).isTrue();
              assertThat(s.kmsKeyId()).isEqualTo(KEY);
              assertThat(s.volumeSize()).isEqualTo(12);
              assertThat(s.tags().get(0).value()).isEqualTo("app");
            });
    assertThat(
            ec2.describeImages(r -> r.owners("self").filters(filter("tag:fleet", "app"))).images())
        .extracting(Image::imageId)
        .containsExactly(id);
  }

  @Test
  void anImageNameIsTakenUntilTheImageIsGone() {
    String instance = builder();
    cloud.faults().next("CreateImage", Fault.LOST_RESPONSE);
    // CreateImage has no client token: the SDK's own repetition meets the first call's image.
    refuses("InvalidAMIName.Duplicate", () -> ec2.createImage(create(instance, "app-1").build()));
    Image made = ec2.describeImages(r -> r.owners("self")).images().get(0);
    ec2.deregisterImage(r -> r.imageId(made.imageId()));
    refuses("InvalidAMIName.Duplicate", () -> ec2.createImage(create(instance, "app-1").build()));
    pass(Duration.ofSeconds(5));
    ec2.createImage(create(instance, "app-1").build());
    refuses("InvalidAMIName.Malformed", () -> ec2.createImage(create(instance, "a:b").build()));
    refuses(
        "InvalidInstanceID.NotFound",
        () -> ec2.createImage(create("i-00000000000000000", "app-2").build()));
  }

  @Test
  void aFailedImageSaysWhy() {
    compute.images().failNext("the snapshot failed");
    String id = ec2.createImage(create(builder(), "app-1").build()).imageId();
    pass(Duration.ofMinutes(10));
    assertThat(seen(ec2, id).stateAsString()).isEqualTo("failed");
    assertThat(seen(ec2, id).stateReason().message()).isEqualTo("the snapshot failed");
  }

  @Test
  void copiesToAnotherRegionOncePerToken() {
    String id = compute.images().register("app-1", Map.of("fleet", "app", "version", "7"));
    CopyImageRequest copy =
        CopyImageRequest.builder()
            .sourceRegion("eu-central-1")
            .sourceImageId(id)
            .name("app-1")
            .clientToken("copy-1")
            .encrypted(true)
            .kmsKeyId("arn:aws:kms:us-east-1:111122223333:key/us")
            .copyImageTags(true)
            .build();
    String there = us.copyImage(copy).imageId();
    assertThat(us.copyImage(copy).imageId()).isEqualTo(there).isNotEqualTo(id);
    assertThat(seen(us, there).stateAsString()).isEqualTo("pending");
    pass(Duration.ofMinutes(10));
    assertThat(seen(us, there))
        .satisfies(
            image -> {
              assertThat(image.stateAsString()).isEqualTo("available");
              assertThat(image.sourceImageRegion()).isEqualTo("eu-central-1");
              assertThat(image.tags()).extracting(Tag::key).containsExactly("fleet", "version");
            });
    assertThat(snapshot(us, there).kmsKeyId()).endsWith(":key/us");
    refuses(
        "InvalidAMIID.NotFound",
        () -> us.copyImage(copy.toBuilder().clientToken("copy-2").sourceImageId(there).build()));
    refuses(
        "IdempotentParameterMismatch", () -> us.copyImage(copy.toBuilder().name("other").build()));
  }

  @Test
  void snapshotsAreKeptWhileAnImageUsesThem() {
    String id = ec2.createImage(create(builder(), "app-1").build()).imageId();
    pass(Duration.ofMinutes(10));
    String snapshot = snapshot(ec2, id).snapshotId();
    refuses("InvalidSnapshot.InUse", () -> ec2.deleteSnapshot(r -> r.snapshotId(snapshot)));
    var gone = ec2.deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));
    assertThat(gone.deleteSnapshotResults())
        .singleElement()
        .satisfies(r -> assertThat(r.returnCodeAsString()).isEqualTo("success"));
    refuses("InvalidSnapshot.NotFound", () -> ec2.describeSnapshots(r -> r.snapshotIds(snapshot)));
    refuses("InvalidAMIID.NotFound", () -> seen(ec2, id));
  }

  @Test
  void deregisteringAloneLeavesTheSnapshot() {
    String id = compute.images().register("app-1", Map.of());
    String snapshot = seen(ec2, id).blockDeviceMappings().get(0).ebs().snapshotId();
    ec2.deregisterImage(r -> r.imageId(id));
    ec2.deleteSnapshot(r -> r.snapshotId(snapshot));
    assertThat(ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots()).isEmpty();
  }

  @Test
  void deprecationHidesOnlyWhatOthersOwn() {
    String id = compute.images().register("app-1", Map.of());
    Instant at = cloud.clock().now().plus(Duration.ofHours(1));
    ec2.enableImageDeprecation(r -> r.imageId(id).deprecateAt(at));
    assertThat(Instant.parse(seen(ec2, id).deprecationTime()).getEpochSecond() % 60).isZero();
    pass(Duration.ofHours(2));
    assertThat(ec2.describeImages(r -> r.owners("self")).images()).hasSize(1);
    ec2.disableImageDeprecation(r -> r.imageId(id));
    assertThat(seen(ec2, id).deprecationTime()).isNull();
    refuses(
        "InvalidParameterValue",
        () -> ec2.enableImageDeprecation(r -> r.imageId(id).deprecateAt(at)));
  }

  @Test
  void imagesThatAskForImdsV2GiveItToTheirMachines() {
    String id = compute.images().register("app-1", Map.of());
    ec2.modifyImageAttribute(
        r -> r.imageId(id).imdsSupport(AttributeValue.builder().value("v2.0").build()));
    assertThat(seen(ec2, id).imdsSupport()).isEqualTo(ImdsSupportValues.V2_0);
    var made =
        ec2.runInstances(r -> r.imageId(id).instanceType("m7i.large").minCount(1).maxCount(1));
    assertThat(made.instances().get(0).metadataOptions().httpTokensAsString())
        .isEqualTo("required");
  }

  @Test
  void protectedAndDisabledImagesAreWhatTheySay() {
    String id = compute.images().register("app-1", Map.of());
    ec2.enableImageDeregistrationProtection(r -> r.imageId(id));
    refuses("OperationNotPermitted", () -> ec2.deregisterImage(r -> r.imageId(id)));
    ec2.disableImageDeregistrationProtection(r -> r.imageId(id));
    ec2.disableImage(r -> r.imageId(id));
    assertThat(ec2.describeImages(r -> r.owners("self")).images()).isEmpty();
    assertThat(ec2.describeImages(r -> r.owners("self").includeDisabled(true)).images()).hasSize(1);
    ec2.enableImage(r -> r.imageId(id));
    ec2.deregisterImage(r -> r.imageId(id));
    String amazon = ec2.describeImages(r -> r.owners("amazon")).images().get(0).imageId();
    refuses("AuthFailure", () -> ec2.deregisterImage(r -> r.imageId(amazon)));
  }

  @Test
  void tagsAreSetFoundAndTakenAway() {
    String id = compute.images().register("app-1", Map.of("fleet", "app"));
    Tag blocked = Tag.builder().key("repave:blocked").value("true").build();
    ec2.createTags(r -> r.resources(id).tags(blocked));
    assertThat(ec2.describeTags(r -> r.filters(filter("resource-id", id))).tags()).hasSize(2);
    ec2.deleteTags(r -> r.resources(id).tags(Tag.builder().key("fleet").build()));
    assertThat(seen(ec2, id).tags()).containsExactly(blocked);
    Tag reserved = Tag.builder().key("aws:own").value("x").build();
    refuses("InvalidParameterValue", () -> ec2.createTags(r -> r.resources(id).tags(reserved)));
    refuses(
        "InvalidAMIID.NotFound",
        () -> ec2.createTags(r -> r.resources("ami-00000000000000000").tags(blocked)));
    assertThat(cloud.unsupported()).isEmpty();
  }
}
