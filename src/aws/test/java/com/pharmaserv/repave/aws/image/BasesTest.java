package com.pharmaserv.repave.aws.image;

import static com.pharmaserv.repave.aws.image.BakeWorld.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.compute.Images;
import com.pharmaserv.repave.aws.twin.systems.Parameters;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasesTest {
  @TempDir Path temp;
  private BakeWorld world;
  private Images images;
  private List<Images.Published> debian;

  @BeforeEach
  void prepare() {
    world = new BakeWorld(temp, 2);
    images = world.cloud.region(HOME).part(Compute.class).images();
    debian = images.published(Images.DEBIAN, "debian-12-amd64-.*");
  }

  @Test
  void filterFindsTheNewest() throws Exception {
    assertThat(resolve(BakeWorld.BASE)).isEqualTo(debian.get(debian.size() - 1).id());
  }

  @Test
  void filterPassesOverOwnDeprecatedImages() throws Exception {
    var ec2 = world.ec2(HOME);
    String old = images.register("own-1", Map.of());
    world.cloud.clock().advance(Duration.ofDays(1));
    String fresh = images.register("own-2", Map.of());
    Base own = new Base.AmiFilter("self", "own-*", "x86_64");
    assertThat(resolve(own)).isEqualTo(fresh);
    ec2.enableImageDeprecation(
        r -> r.imageId(fresh).deprecateAt(world.cloud.clock().now().plusSeconds(120)));
    world.cloud.clock().advance(Duration.ofMinutes(5));

    assertThat(resolve(own)).isEqualTo(old);
    ec2.disableImage(r -> r.imageId(old));
    assertThatThrownBy(() -> resolve(own)).hasMessageContaining("no available image");
  }

  @Test
  void filterDemandsTheArchitecture() throws Exception {
    String arm = resolve(new Base.AmiFilter(Images.DEBIAN, "debian-12-*", "arm64"));

    assertThat(images.find(arm).orElseThrow().architectureAsString()).isEqualTo("arm64");
  }

  @Test
  void parameterNamesTheImage() throws Exception {
    String name = "/aws/service/test/latest";
    world.cloud.region(HOME).part(Parameters.class).set(name, debian.get(0).id());

    assertThat(resolve(new Base.AmiParameter(name))).isEqualTo(debian.get(0).id());
  }

  @Test
  void saysWhatIsWrongWithABase() {
    assertRefused(new Base.Host(), "base 'host': the aws provider bakes on an existing image");
    assertRefused(
        new Base.AmiId("ami-00000000000000001"),
        "base 'ami ami-00000000000000001': image 'ami-00000000000000001' does not exist in");
    assertRefused(new Base.AmiParameter("/aws/service/none"), "there is no such parameter in");
    assertRefused(
        new Base.AmiFilter(Images.DEBIAN, "debian-99-*", "x86_64"), "no available image in");
  }

  private void assertRefused(Base base, String why) {
    assertThatThrownBy(() -> resolve(base))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("image.yaml: ")
        .hasMessageContaining(why);
  }

  private String resolve(Base base) throws Exception {
    int before = world.changes().size();
    var lock =
        world.baker().resolve(BakeWorld.recipe(base, List.of(), List.of()), world.folder).lock();
    assertThat(world.changes()).as("resolving changes nothing").hasSize(before);
    return Objects.requireNonNull(lock.get("base ami"));
  }
}
