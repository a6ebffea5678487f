package com.pharmaserv.repave.aws.image;

import static com.pharmaserv.repave.aws.image.BakeWorld.COPY;
import static com.pharmaserv.repave.aws.image.BakeWorld.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ImagesContract;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.Image;

class AwsImagesTest extends ImagesContract {
  private static final ImageId FIRST = new ImageId("hello", "f".repeat(64));
  private static final ImageId SECOND = new ImageId("hello", "1".repeat(64));

  @TempDir Path temp;
  private BakeWorld world;

  @BeforeEach
  void createWorld() {
    // The contract has asked for its subject already.
    world = world == null ? fresh() : world;
  }

  @Override
  protected Subject createSubject() {
    world = fresh();
    return new Subject(world.images(), FIRST, SECOND);
  }

  private BakeWorld fresh() {
    BakeWorld fresh = new BakeWorld(temp, 5);
    register(fresh, HOME, FIRST);
    register(fresh, COPY, FIRST);
    fresh.cloud.clock().advance(Duration.ofMinutes(1));
    register(fresh, HOME, SECOND);
    return fresh;
  }

  private static void register(BakeWorld world, String region, ImageId id) {
    SortedMap<String, String> tags = new TreeMap<>(ImageTags.of(id));
    tags.put(ImageTags.FUNCTION, "app");
    tags.put(ImageTags.VERSION, "1");
    tags.put(ImageTags.OWNER, "owner");
    tags.put(ImageTags.BAKED_AT, world.cloud.clock().now().toString());
    put(world, region, id.digest().substring(0, 12), tags);
  }

  private static String put(BakeWorld world, String region, String name, Map<String, String> tags) {
    return world.cloud.guarded(
        () -> world.cloud.region(region).part(Compute.class).images().register(name, tags));
  }

  @Test
  void resolvesToTheMachineImage() throws Exception {
    Image ami =
        world.own(HOME).stream()
            .filter(image -> image.name().equals(FIRST.digest().substring(0, 12)))
            .findFirst()
            .orElseThrow();
    assertThat(world.images().resolve(FIRST).orElseThrow().ami()).isEqualTo(ami.imageId());
    assertThat(world.images().resolve(new ImageId("hello", "2".repeat(64)))).isEmpty();
  }

  @Test
  void doesNotShowWhatIsHalfMadeOrForeign() throws Exception {
    put(world, HOME, "half-made", ImageTags.of(new ImageId("hello", "3".repeat(64))));
    put(world, HOME, "foreign", Map.of(ImageTags.BAKED_AT, "2026-01-01T00:00:00Z"));

    assertThat(world.images().list()).hasSize(2);
    assertThat(world.images().find(new ImageId("hello", "3".repeat(64)))).isEmpty();
  }

  @Test
  void listsMoreThanOnePage() throws Exception {
    for (int i = 0; i < 250; i++) {
      register(world, HOME, new ImageId("hello", String.format("%064x", i + 16)));
    }

    assertThat(world.images().list()).hasSize(252);
  }

  @Test
  void blockStandsOnCopiesToo() throws Exception {
    world.images().block(FIRST, "loses orders", "ann");
    assertThat(ImageTags.read(world.own(COPY).get(0).tags()))
        .containsEntry(ImageTags.BLOCK, "loses orders");
    world.images().unblock(FIRST);

    assertThat(ImageTags.read(world.own(COPY).get(0).tags())).doesNotContainKey(ImageTags.BLOCK);
  }

  @Test
  void cutsReasonThatIsTooLongForATag() throws Exception {
    world.images().block(FIRST, "x".repeat(1_000), "ann");

    assertThat(world.images().find(FIRST).orElseThrow().block().orElseThrow().reason())
        .hasSize(256)
        .endsWith("...");
  }

  @Test
  void saysWhichTagWasChangedByHand() {
    SortedMap<String, String> tags = new TreeMap<>(ImageTags.of(FIRST));
    tags.put(ImageTags.BAKED_AT, "yesterday");
    String broken = put(world, HOME, "broken", tags);

    assertThatThrownBy(() -> world.images().list())
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CONFLICT))
        .hasMessageContaining(broken)
        .hasMessageContaining("restore them");
  }
}
