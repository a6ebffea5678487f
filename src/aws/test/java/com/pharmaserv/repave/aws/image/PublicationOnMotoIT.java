package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.twin.comparison.Moto;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ebs.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * Whole publications over real sockets, to an emulator of other people that was made to keep what
 * EBS direct and RegisterImage keep: see mended.py.
 */
@ExtendWith(Moto.MendedStarter.class)
class PublicationOnMotoIT {
  private static final String HOME = "eu-central-1";
  private static final String COPY = "eu-west-1";

  @TempDir Path temp;
  private final MemoryLocks locks = new MemoryLocks();

  @BeforeEach
  void forget(Moto moto) throws IOException {
    moto.reset();
  }

  @Test
  void whatIsPublishedInTwoRegionsIsReadBackFromBoth(Moto moto) throws Exception {
    Site site = site(moto);
    Disk first = disk("1", Optional.empty(), 1, 0, 2, 3);
    Disk second = disk("2", DiskWorld.parent(first), 1, 4, 0, 3);
    new BlockPublisher(site, locks).publish(first, line -> {});
    Image image = new BlockPublisher(site, locks).publish(second, line -> {});

    assertThat(new AwsImages(site, locks).list()).contains(image).hasSize(2);
    for (String region : List.of(HOME, COPY)) {
      for (Disk disk : List.of(first, second)) {
        BlockVerifier.Verdict verdict = verdict(site, disk, region);
        assertThat(verdict.first()).isEmpty();
        assertThat(verdict.digest()).isEqualTo(disk.manifest().digest());
      }
      assertThat(snapshots(site, region))
          .hasSize(2)
          .allMatch(snapshot -> snapshot.kmsKeyId().equals(key(region)));
    }
  }

  @Test
  void aBlockThatSomebodyChangedIsNamed(Moto moto) throws Exception {
    Site site = site(moto);
    Disk disk = disk("1", Optional.empty(), 1, 2, 3);
    new BlockPublisher(site, locks).publish(disk, line -> {});
    byte[] other = new byte[Blocks.BLOCK];
    String digest =
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Blocks.digest(other)));
    site.clients()
        .in(COPY)
        .ebs()
        .putSnapshotBlock(
            r ->
                r.snapshotId(snapshots(site, COPY).get(0).snapshotId())
                    .blockIndex(1)
                    .dataLength(Blocks.BLOCK)
                    .checksum(digest)
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
            RequestBody.fromBytes(other));

    assertThat(verdict(site, disk, HOME).good()).isTrue();
    assertThat(verdict(site, disk, COPY).first())
        .singleElement()
        .satisfies(difference -> assertThat(difference.index()).isEqualTo(1));
  }

  private BlockVerifier.Verdict verdict(Site site, Disk disk, String region) throws Exception {
    return new BlockVerifier(site).verify(disk.id(), region, disk.manifest(), line -> {});
  }

  private static List<Snapshot> snapshots(Site site, String region) {
    return site.clients()
        .in(region)
        .ec2()
        .describeSnapshots(r -> r.ownerIds("self").filters(Amis.filter("encrypted", "true")))
        .snapshots();
  }

  private static String key(String region) {
    return "arn:aws:kms:%s:%s:key/images".formatted(region, Moto.ACCOUNT);
  }

  /** A disk whose blocks are filled with those bytes. */
  private Disk disk(String version, Optional<Disk.Parent> parent, int... contents)
      throws IOException {
    byte[] bytes = new byte[contents.length * Blocks.BLOCK];
    for (int i = 0; i < contents.length; i++) {
      Arrays.fill(bytes, i * Blocks.BLOCK, (i + 1) * Blocks.BLOCK, (byte) contents[i]);
    }
    Path raw = Files.write(temp.resolve("disk-" + version), bytes);
    TreeMap<String, String> keys = new TreeMap<>(Map.of(HOME, key(HOME), COPY, key(COPY)));
    return new Disk(
        DiskWorld.id(version),
        "app",
        version,
        "owner@pharmaserv.example",
        new TreeMap<>(Map.of("package openssl", version)),
        Blocks.of(raw),
        raw,
        parent,
        new HandOver.Bake("subnet-1", "sg-1", "bake", "m5.large", keys, Optional.empty()),
        List.of());
  }

  private static Site site(Moto moto) {
    Environment environment =
        new Environment(
            new EnvironmentId("local-eu"),
            Jurisdiction.EU,
            List.of(),
            new Environment.Aws(Moto.ACCOUNT, HOME, List.of(COPY), Optional.empty()),
            List.of());
    ClientSettings settings =
        ClientSettings.plain(
                UrlConnectionHttpClient.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .withEndpoint(moto.endpoint());
    HandTime time = new HandTime();
    return new Site(
        environment,
        Clients.of(environment, settings, time),
        time,
        fleet -> {
          throw new AssertionError("no fleet is asked for");
        });
  }
}
