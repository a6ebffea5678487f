package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.TwinTime;
import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.direct.Direct;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** The double with one or two regions, and disks of a few blocks to publish there. */
final class DiskWorld {
  static final String HOME = "eu-central-1";
  static final String COPY = "eu-west-1";

  /** Blocks on a disk of these tests; most of them are empty. */
  static final int BLOCKS = 12;

  final TwinCloud cloud;
  final MemoryLocks locks = new MemoryLocks();
  final List<String> said = Collections.synchronizedList(new ArrayList<>());
  final Map<String, String> keys = new TreeMap<>();
  private final Path temp;
  private final List<String> copies;

  /** Making clients is the slow part of a test. */
  private final Site inspector;

  DiskWorld(Path temp, long seed, String... copies) {
    this(temp, seed, new Shared(), copies);
  }

  DiskWorld(Path temp, long seed, Shared shared, String... copies) {
    this.cloud = new TwinCloud(seed);
    this.temp = temp;
    this.copies = List.of(copies);
    for (String region : regions()) {
      keys.put(region, cloud.region(region).arn("kms", "key/images"));
    }
    inspector = site(shared);
    // So that a read which is some seconds behind sees the same empty world.
    cloud.clock().advance(Duration.ofMinutes(1));
  }

  List<String> regions() {
    List<String> all = new ArrayList<>(copies);
    all.add(0, HOME);
    return all;
  }

  /** Every snapshot is completed by the first look. */
  DiskWorld quickSeals() {
    regions().forEach(r -> direct(r).sealAfter(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    return this;
  }

  String key(String region) {
    return Optional.ofNullable(keys.get(region)).orElseThrow();
  }

  Direct direct(String region) {
    return cloud.region(region).part(Direct.class);
  }

  private Environment environment() {
    return new Environment(
        new EnvironmentId("eu-test"),
        Jurisdiction.EU,
        List.of(HOME + "a", HOME + "b"),
        new Environment.Aws(TwinCloud.ACCOUNT, HOME, copies, Optional.empty()),
        List.of());
  }

  Site site() {
    return inspector;
  }

  private Site site(Shared shared) {
    return new Site(
        environment(),
        shared.enter(cloud, environment()),
        new TwinTime(cloud),
        fleet -> {
          throw new AssertionError("no fleet is asked for");
        });
  }

  /** A disk whose blocks are filled with those bytes; zero leaves a hole. */
  Disk disk(String version, int... contents) {
    return disk(version, Optional.empty(), contents);
  }

  Disk disk(String version, Optional<Disk.Parent> parent, int... contents) {
    Path raw = temp.resolve("disk-" + version + ".raw");
    write(raw, contents);
    return disk(version, raw, parent, manifest(raw));
  }

  Disk disk(String version, Path raw, Optional<Disk.Parent> parent, Blocks manifest) {
    return new Disk(
        id(version),
        "app",
        version,
        "owner@pharmaserv.example",
        new TreeMap<>(Map.of("package openssl", version)),
        manifest,
        raw,
        parent,
        place(),
        List.of());
  }

  static ImageId id(String version) {
    return new ImageId(
        "debian",
        Canonical.hex(Canonical.sha256().digest(version.getBytes(StandardCharsets.UTF_8))));
  }

  HandOver.Bake place() {
    return new HandOver.Bake(
        "subnet-1", "sg-1", "bake", "m5.large", new TreeMap<>(keys), Optional.empty());
  }

  static Optional<Disk.Parent> parent(Disk disk) {
    return Optional.of(new Disk.Parent(disk.id(), disk.manifest()));
  }

  private static void write(Path raw, int... contents) {
    try (FileChannel file =
        FileChannel.open(
            raw,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int i = 0; i < contents.length; i++) {
        if (contents[i] != 0) {
          byte[] block = new byte[Blocks.BLOCK];
          Arrays.fill(block, (byte) contents[i]);
          file.write(ByteBuffer.wrap(block), (long) i * Blocks.BLOCK);
        }
      }
      // A last block of one byte: the file is sparse and ends within a block.
      file.write(ByteBuffer.wrap(new byte[] {1}), (long) (BLOCKS - 1) * Blocks.BLOCK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Blocks manifest(Path raw) {
    try {
      return Blocks.of(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AwsStock stock() {
    return new AwsStock(inspector, new AwsImages(inspector, locks));
  }

  Image publish(Disk disk) throws Exception {
    return new BlockPublisher(inspector, locks).publish(disk, said::add);
  }

  BlockVerifier.Verdict verify(Disk disk, String region) throws Exception {
    return new BlockVerifier(inspector).verify(disk.id(), region, disk.manifest(), said::add);
  }

  List<Image> images() throws ProviderException {
    return new AwsImages(inspector, locks).list();
  }

  Ec2Client ec2(String region) {
    return inspector.clients().in(region).ec2();
  }

  software.amazon.awssdk.services.ec2.model.Image image(String region) {
    return ec2(region).describeImages(r -> r.owners("self")).images().get(0);
  }

  List<Snapshot> snapshots(String region) {
    return ec2(region).describeSnapshots(r -> r.ownerIds("self")).snapshots();
  }

  /** Everything that stands in the account, in words. */
  List<String> holdings() {
    List<String> all = new ArrayList<>();
    cloud.quietly(
        () -> {
          for (String region : regions()) {
            ec2(region)
                .describeImages(r -> r.owners("self").includeDisabled(true))
                .images()
                .forEach(
                    image ->
                        all.add(
                            "%s image %s, deregistration %s"
                                .formatted(
                                    region,
                                    image.stateAsString(),
                                    image.deregistrationProtection())));
            snapshots(region).forEach(s -> all.add(region + " snapshot " + s.stateAsString()));
          }
          return true;
        });
    return all;
  }

  /** One finished image in each region and nothing beside. */
  List<String> oneImageEverywhere() {
    List<String> all = new ArrayList<>();
    for (String region : regions()) {
      all.add(region + " image available, deregistration enabled-without-cooldown");
      all.add(region + " snapshot completed");
    }
    return all;
  }

  /** What the double's snapshot holds: the first byte of each block that is not empty. */
  SortedMap<Integer, Integer> bytes(String region, Disk disk) throws Exception {
    Amis amis = new Amis(inspector.clients().in(region));
    EbsBlocks ebs = new EbsBlocks(inspector.clients().in(region));
    Ami ami = amis.of(disk.id()).get(0);
    String snapshot = ami.snapshots().get(0);
    SortedMap<Integer, Integer> found = new TreeMap<>();
    for (Map.Entry<Integer, String> each : ebs.list(snapshot).tokens().entrySet()) {
      byte[] block = ebs.get(snapshot, each.getKey(), each.getValue());
      if (!Blocks.isEmpty(block)) {
        found.put(each.getKey(), (int) block[0]);
      }
    }
    return found;
  }

  /** Blocks that were put, without those that were refused. */
  List<Call> puts() {
    return calls("PutSnapshotBlock").stream()
        .filter(call -> call.outcome().equals(Call.OK))
        .toList();
  }

  List<Call> calls(String operation) {
    return cloud.calls().stream().filter(call -> call.operation().equals(operation)).toList();
  }

  /** Calls to EC2 and EBS direct without the blocks themselves. */
  List<Call> overhead() {
    return cloud.calls().stream()
        .filter(call -> List.of("ec2", "ebs").contains(call.service()))
        .filter(call -> !call.operation().equals("PutSnapshotBlock"))
        .toList();
  }
}
