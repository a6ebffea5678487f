package com.pharmaserv.repave.aws.image;

import static com.pharmaserv.repave.aws.image.BakeWorld.COPY;
import static com.pharmaserv.repave.aws.image.BakeWorld.HOME;
import static com.pharmaserv.repave.aws.image.BakeWorld.recipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe.Command;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.Tag;

class AwsBakerTest {
  @TempDir Path temp;
  private BakeWorld world;

  @BeforeEach
  void prepare() {
    world = new BakeWorld(temp, 1);
  }

  @AfterEach
  void doubleKnowsEveryCall() {
    assertThat(world.cloud.unsupported()).isEmpty();
  }

  @Test
  void makesOneEncryptedImageInEveryRegion() throws Exception {
    Image image = world.bake();

    assertThat(world.holdings()).isEqualTo(BakeWorld.oneImageEverywhere());
    for (String region : List.of(HOME, COPY)) {
      var ami = world.own(region).get(0);
      assertThat(ami.name()).isEqualTo("repave-hello-1-" + image.id().digest().substring(0, 16));
      assertThat(ami.imdsSupportAsString()).isEqualTo("v2.0");
      assertThat(Instant.parse(ami.deprecationTime()))
          .isBetween(
              image.bakedAt().plus(Duration.ofDays(90)).minusSeconds(60),
              image.bakedAt().plus(Duration.ofDays(90)).plusSeconds(60));
      assertThat(ami.tags())
          .extracting(Tag::key, Tag::value)
          .contains(
              tuple("repave:managed-by", "bake"),
              tuple("repave:image", "hello"),
              tuple("repave:digest", image.id().digest()),
              tuple("repave:function", "app"),
              tuple("repave:version", "1"),
              tuple("repave:owner", "owner@pharmaserv.example"),
              tuple("repave:baked-at", image.bakedAt().toString()));
      var snapshot = world.snapshots(region).get(0);
      assertThat(snapshot.encrypted()).isTrue();
      assertThat(snapshot.kmsKeyId()).isEqualTo(world.key(region));
      assertThat(ImageTags.read(snapshot.tags()))
          .containsEntry(ImageTags.MANAGED_BY, ImageTags.BAKE)
          .containsEntry(ImageTags.AMI, ami.imageId());
    }
  }

  @Test
  void buildsOnAMachineThatNobodyCanEnter() throws Exception {
    world.bake();

    Call run = world.changes().get(0);
    assertThat(run.operation()).isEqualTo("RunInstances");
    assertThat(run.parameters())
        .containsEntry("MetadataOptions.HttpTokens", "required")
        .containsEntry("InstanceInitiatedShutdownBehavior", "terminate")
        .containsEntry("NetworkInterface.1.SubnetId", world.place.subnet())
        .containsEntry("NetworkInterface.1.SecurityGroupId.1", world.place.securityGroup())
        .containsEntry("NetworkInterface.1.AssociatePublicIpAddress", "false")
        .containsEntry("BlockDeviceMapping.1.Ebs.Encrypted", "true")
        .containsEntry("BlockDeviceMapping.1.Ebs.KmsKeyId", world.key(HOME))
        .containsEntry("IamInstanceProfile.Name", "repave-bake")
        .doesNotContainKey("KeyName");
  }

  @Test
  void lockHoldsWhatWasAskedForAndWhatWasFound() throws Exception {
    Image image = world.bake();

    assertThat(image.lock())
        .containsEntry("base owner", "136693071363")
        .containsEntry("base architecture", "x86_64")
        .containsEntry("package openssl", ">=3.0")
        .containsEntry("resolved package openssl", "3.0.17-1~deb12u2")
        .containsEntry("resolved package bash", "5.2")
        .containsKeys("base ami", "base name", "base created", "file a.txt");
    assertThat(image.lock())
        .containsAllEntriesOf(world.baker().resolve(recipe(), world.folder).lock());
    assertThat(world.images().list()).containsExactly(image);
  }

  @Test
  void secondBakeBuildsNothing() throws Exception {
    Image first = world.bake();
    int before = world.changes().size();
    world.said.clear();
    world.machines.packages = "bash 5.3\n";
    Image second = world.bake();

    assertThat(second).isEqualTo(first);
    assertThat(world.changes()).hasSize(before);
    assertThat(world.said)
        .containsExactly("image " + first.id() + " exists, baked at " + first.bakedAt());
  }

  @Test
  void failingSetupNamesItsLineAndLeavesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                world.bake(
                    recipe(List.of(new Command("echo no such package; exit 100", 12)), List.of())))
        .isInstanceOf(BakeException.class)
        .hasMessage(
            world.folder.resolve("image.yaml")
                + ":12: setup 'echo no such package; exit 100' failed with status 100:"
                + " no such package");
    assertThat(world.holdings()).isEmpty();
  }

  @Test
  void failingCheckNamesItsLineAndLeavesNothing() throws Exception {
    assertThatThrownBy(
            () -> world.bake(recipe(List.of(), List.of(new Command("echo port; exit 1", 17)))))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining(
            "image.yaml:17: check 'echo port; exit 1' failed with status 1: port");
    assertThat(world.holdings()).isEmpty();
  }

  @Test
  void bakesAnewAfterAFailure() throws Exception {
    world.machines.does(
        "setting up", new ScriptedMachines.Work(1, Duration.ofSeconds(3), "mirror is down\n"));
    assertThatThrownBy(world::bake).hasMessageContaining("mirror is down");
    world.machines.does(
        "setting up", new ScriptedMachines.Work(0, Duration.ofSeconds(3), "fine\n"));
    world.bake();

    assertThat(world.holdings()).isEqualTo(BakeWorld.oneImageEverywhere());
  }

  @Test
  void failingImageLeavesNothing() throws Exception {
    world.cloud.region(HOME).part(Compute.class).images().failNext("no key");

    assertThatThrownBy(world::bake)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("became failed: no key");
    assertThat(world.holdings()).isEmpty();
  }

  @Test
  void failingCopyKeepsTheGoodImageAndTheNextBakeOnlyCopies() throws Exception {
    world.cloud.region(COPY).part(Compute.class).images().failNext("the key is disabled");

    assertThatThrownBy(world::bake)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("in eu-west-1 became failed: the key is disabled");
    assertThat(world.holdings()).containsExactly(HOME + " image available", HOME + " snapshot");
    assertThat(world.images().list()).as("not to be used before it is everywhere").isEmpty();
    String good = world.own(HOME).get(0).imageId();
    int before = world.changes().size();

    world.bake();

    assertThat(world.holdings()).isEqualTo(BakeWorld.oneImageEverywhere());
    assertThat(world.own(HOME).get(0).imageId()).isEqualTo(good);
    assertThat(world.changes().stream().skip(before).map(Call::operation))
        .contains("CopyImage")
        .doesNotContain("RunInstances", "CreateImage");
  }

  @Test
  void anImageWhoseCopyingFailedIsKeptForAWeekAndNoLonger() throws Exception {
    world.cloud.region(COPY).part(Compute.class).images().failNext("the key is disabled");
    assertThatThrownBy(world::bake).hasMessageContaining("the key is disabled");

    world.cloud.clock().advance(Duration.ofDays(6));
    world.baker().clean(world.said::add);
    assertThat(world.own(HOME)).hasSize(1);
    world.cloud.clock().advance(Duration.ofDays(2));
    world.baker().clean(world.said::add);
    assertThat(world.holdings()).isEmpty();
  }

  @Test
  void zoneWithoutMachinesIsACapacityFailure() throws Exception {
    world.cloud.faults().dry(HOME + "a");

    assertThatThrownBy(world::bake)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CAPACITY));
    assertThat(world.holdings()).isEmpty();
  }

  @Test
  void agentThatNeverRegistersEndsTheBakeInTime() throws Exception {
    String base =
        Objects.requireNonNull(
            world.baker().resolve(recipe(), world.folder).lock().get("base ami"));
    world.cloud.region(HOME).behave(base, world.cloud.region(HOME).behaviour(base).notBooting());
    Instant begin = world.cloud.clock().now();

    assertThatThrownBy(world::bake)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("waited for the Systems Manager agent of builder i-")
        .hasMessageContaining("AmazonSSMManagedInstanceCore");
    assertThat(Duration.between(begin, world.cloud.clock().now())).isLessThan(Duration.ofHours(1));
    assertThat(world.said)
        .anyMatch(line -> line.matches("waiting for the Systems Manager.*since.*until.*"));
    assertThat(world.holdings()).isEmpty();
  }

  @Test
  void tellsOutputWhileTheCommandRunsAndAllOfIt() throws Exception {
    StringBuilder output = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      output.append("line ").append(i).append(" größer\n");
    }
    world.machines.does(
        "long work", new ScriptedMachines.Work(0, Duration.ofMinutes(4), output.toString()));
    Instant[] firstTold = new Instant[1];
    world
        .baker()
        .bake(
            recipe(List.of(new Command("long work", 3)), List.of()),
            world.folder,
            line -> {
              world.said.add(line);
              if (line.equals("  line 10 größer")) {
                firstTold[0] = world.cloud.clock().now();
              }
            });

    assertThat(world.said).filteredOn(line -> line.startsWith("  line")).hasSize(5_000);
    assertThat(world.said).contains("  line 4999 größer");
    Instant image =
        world.changes().stream()
            .filter(call -> call.operation().equals("StopInstances"))
            .findFirst()
            .orElseThrow()
            .at();
    assertThat(Duration.between(firstTold[0], image)).isGreaterThan(Duration.ofMinutes(3));
  }

  @Test
  void ofVeryMuchOutputTellsTheEnd() throws Exception {
    String much = "0123456789012345678901234567890123456789\n".repeat(60_000) + "the end\n";
    world.machines.does("chatter", new ScriptedMachines.Work(3, Duration.ofMinutes(1), much));

    assertThatThrownBy(() -> world.bake(recipe(List.of(new Command("chatter", 3)), List.of())))
        .hasMessageContaining("failed with status 3")
        .hasMessageEndingWith("the end");
    assertThat(world.said).anyMatch(line -> line.matches(".* bytes of output are not shown.*"));
  }

  @Test
  void cleansWhatOldBakesLeftAndNothingElse() throws Exception {
    Image kept = world.bake();
    String digest = "ab".repeat(32);
    world
        .cloud
        .region(HOME)
        .part(Compute.class)
        .images()
        .register(
            "half-made",
            Map.of("repave:managed-by", "bake", "repave:image", "hello", "repave:digest", digest));
    world.cloud.region(HOME).part(Compute.class).images().register("foreign", Map.of());
    world.baker().clean(world.said::add);
    assertThat(world.own(HOME)).as("it may be a bake that is under way").hasSize(3);
    world.cloud.clock().advance(Duration.ofHours(6));
    world.baker().clean(world.said::add);

    assertThat(world.own(HOME))
        .extracting(ami -> ami.name())
        .containsExactlyInAnyOrder(
            "foreign", "repave-hello-1-" + kept.id().digest().substring(0, 16));
    assertThat(world.snapshots(HOME)).hasSize(2);
  }
}
