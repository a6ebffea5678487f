package com.pharmaserv.repave.aws.image;

import static com.pharmaserv.repave.aws.image.BakeWorld.COPY;
import static com.pharmaserv.repave.aws.image.BakeWorld.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Tag;

class AwsStockTest {
  private static final ImageId FIRST = new ImageId("hello", "f".repeat(64));
  private static final ImageId SECOND = new ImageId("hello", "1".repeat(64));

  @TempDir Path temp;
  private BakeWorld world;
  private AwsStock stock;

  @BeforeEach
  void createWorld() {
    world = new BakeWorld(temp, 5);
    for (String region : List.of(HOME, COPY)) {
      register(region, FIRST);
      register(region, SECOND);
    }
    stock = world.stock();
  }

  private String register(String region, ImageId id) {
    SortedMap<String, String> tags = new TreeMap<>(ImageTags.of(id));
    tags.put(ImageTags.FUNCTION, "app");
    tags.put(ImageTags.VERSION, "1");
    tags.put(ImageTags.OWNER, "owner");
    tags.put(ImageTags.BAKED_AT, world.cloud.clock().now().toString());
    return world.cloud.guarded(
        () ->
            world
                .cloud
                .region(region)
                .part(Compute.class)
                .images()
                .register(id.digest().substring(0, 12), tags));
  }

  @Test
  void withdrawsEverywhereAndTellsWho() throws Exception {
    stock.withdraw(FIRST, "anna");
    stock.withdraw(FIRST, "bert");

    assertThat(world.images().find(FIRST)).isEmpty();
    assertThat(world.images().list()).hasSize(1);
    assertThat(stock.withdrawn())
        .extracting(one -> one.withdrawnImage().id())
        .containsExactly(FIRST);
    assertThat(stock.withdrawn()).extracting(Withdrawn::by).containsExactly("anna");
    assertThat(states(HOME, FIRST)).containsExactly("disabled");
    assertThat(states(COPY, FIRST)).containsExactly("disabled");
    assertThat(states(COPY, SECOND)).containsExactly("available");
  }

  @Test
  void whatIsWithdrawnCanBeBlockedToo() throws Exception {
    stock.withdraw(FIRST, "anna");
    world.images().block(FIRST, "CVE-2026-1", "bert");
    assertThat(stock.withdrawn().get(0).withdrawnImage().block().orElseThrow().by())
        .isEqualTo("bert");
    world.images().unblock(FIRST);
    assertThat(stock.withdrawn().get(0).withdrawnImage().block()).isEmpty();
  }

  @Test
  void theChannelStandsOnTheCopiesTooAndOnWhatIsWithdrawn() throws Exception {
    world.images().release(FIRST, Channel.PRODUCTION, "passed all", "anna");
    assertThat(channels(HOME)).containsExactly("production");
    assertThat(channels(COPY)).containsExactly("production");
    stock.withdraw(FIRST, "anna");
    world.images().release(FIRST, Channel.CANDIDATE, "loses orders", "bert");
    assertThat(stock.withdrawn().get(0).withdrawnImage().channel()).isEqualTo(Channel.CANDIDATE);
    assertThat(channels(COPY)).containsExactly("candidate");
  }

  /** A release that died between two regions, or a copy that was made since. */
  @Test
  void theSameReleaseAgainMakesTheCopiesAlike() throws Exception {
    world.images().release(FIRST, Channel.STAGING, "passed all", "anna");
    new Amis(world.site().clients().in(COPY))
        .untag(ami(COPY).imageId(), List.of(ImageTags.CHANNEL, ImageTags.RELEASE_BY));
    world.images().release(FIRST, Channel.STAGING, "again", "bert");
    assertThat(tags(COPY, ImageTags.CHANNEL)).containsExactly("staging");
    assertThat(tags(COPY, ImageTags.RELEASE_BY)).containsExactly("anna");
    assertThat(tags(HOME, ImageTags.RELEASE)).containsExactly("passed all");
  }

  @Test
  void aChannelThatThereIsNotIsNamedWithItsImage() throws Exception {
    world.images().release(FIRST, Channel.STAGING, "passed all", "anna");
    new Amis(world.site().clients().in(HOME))
        .tag(List.of(ami(HOME).imageId()), Map.of(ImageTags.CHANNEL, "prod"));
    assertThatThrownBy(() -> world.images().list())
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(ami(HOME).imageId())
        .hasMessageContaining("channel 'prod' must be one of candidate, staging, production");
  }

  private List<String> channels(String region) {
    return tags(region, ImageTags.CHANNEL);
  }

  private List<String> tags(String region, String key) {
    return ami(region).tags().stream()
        .filter(tag -> tag.key().equals(key))
        .map(Tag::value)
        .toList();
  }

  @Test
  void restoresEverywhere() throws Exception {
    stock.withdraw(FIRST, "anna");
    stock.restore(FIRST);
    stock.restore(FIRST);

    assertThat(world.images().list()).hasSize(2);
    assertThat(stock.withdrawn()).isEmpty();
    assertThat(states(COPY, FIRST)).containsExactly("available");
  }

  @Test
  void removesOnlyWhatIsWithdrawnAndItsSnapshotsToo() throws Exception {
    assertThatThrownBy(() -> stock.remove(FIRST))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CONFLICT))
        .hasMessageContaining("not withdrawn");
    guard(HOME);
    stock.withdraw(FIRST, "anna");
    stock.remove(FIRST);
    stock.remove(FIRST);

    assertThat(all(HOME)).hasSize(1);
    assertThat(all(COPY)).hasSize(1);
    assertThat(stock.withdrawn()).isEmpty();
  }

  /** A withdrawal that died between two regions must not keep the image for ever. */
  @Test
  void removesACopyThatWasNotWithdrawn() throws Exception {
    stock.withdraw(FIRST, "anna");
    Amis elsewhere = new Amis(world.site().clients().in(COPY));
    elsewhere.enable(ami(COPY).imageId());
    elsewhere.untag(ami(COPY).imageId(), List.of(ImageTags.WITHDRAWN_AT, ImageTags.WITHDRAWN_BY));
    stock.remove(FIRST);

    assertThat(all(HOME)).hasSize(1);
    assertThat(all(COPY)).hasSize(1);
  }

  /** A removal that died between two regions is ended by the next one. */
  @Test
  void endsARemovalThatWasCutOff() throws Exception {
    stock.withdraw(FIRST, "anna");
    new Amis(world.site().clients().in(COPY)).deregister(ami(COPY).imageId());
    stock.remove(FIRST);

    assertThat(all(HOME)).hasSize(1);
  }

  @Test
  void knowsWhatRefersToAnImage() throws Exception {
    assertThat(stock.references(List.of(FIRST, SECOND))).isEmpty();
    String machine =
        ec2(COPY)
            .runInstances(
                r ->
                    r.imageId(ami(COPY).imageId())
                        .instanceType(InstanceType.M5_LARGE)
                        .minCount(1)
                        .maxCount(1))
            .instances()
            .get(0)
            .instanceId();
    String template =
        ec2(HOME)
            .createLaunchTemplate(
                r ->
                    r.launchTemplateName("somebody-elses")
                        .launchTemplateData(d -> d.imageId(ami(HOME).imageId())))
            .launchTemplate()
            .launchTemplateId();

    assertThat(stock.references(List.of(FIRST, SECOND)).get(FIRST))
        .hasSize(2)
        .anyMatch(arn -> arn.endsWith("instance/" + machine))
        .anyMatch(arn -> arn.endsWith("launch-template/" + template));
  }

  @Test
  void asksForMoreImagesThanOneCallTakes() throws Exception {
    List<ImageId> many = new ArrayList<>(List.of(FIRST));
    for (int i = 0; i < 24; i++) {
      ImageId id = new ImageId("hello", "%064x".formatted(i + 16));
      register(HOME, id);
      many.add(id);
    }

    assertThat(stock.references(many)).isEmpty();
  }

  private Image ami(String region) {
    return all(region).stream()
        .filter(image -> image.name().equals(FIRST.digest().substring(0, 12)))
        .findFirst()
        .orElseThrow();
  }

  private void guard(String region) {
    ec2(region).enableImageDeregistrationProtection(r -> r.imageId(ami(region).imageId()));
  }

  private List<String> states(String region, ImageId id) {
    return all(region).stream()
        .filter(image -> image.name().equals(id.digest().substring(0, 12)))
        .map(Image::stateAsString)
        .toList();
  }

  private List<Image> all(String region) {
    return ec2(region).describeImages(r -> r.owners("self").includeDisabled(true)).images();
  }

  private Ec2Client ec2(String region) {
    return world.site().clients().in(region).ec2();
  }
}
