package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.twin.comparison.Moto;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.testing.HandTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ebs.model.Block;

/**
 * Blocks over a real socket, to an emulator of other people as it is. A whole publication cannot
 * end there: moto 5.2.1 has blocks of 512 bytes, ignores parents and client tokens, checks no
 * checksum, registers images of a snapshot of its own and has no deprecation and protection of
 * images. What is left to see is that our calls are understood and that bytes come back as they
 * were put; {@code PublicationOnMotoIT} goes to the end, on one that was mended.
 */
@ExtendWith(Moto.Starter.class)
class BlocksOnMotoIT {
  private static final String REGION = "eu-central-1";
  private static final int BLOCKS = 40;

  @Test
  void blocksThatArePutComeBack(Moto moto) throws Exception {
    moto.reset();
    Clients clients = clients(moto);
    EbsBlocks ebs = new EbsBlocks(clients);
    String key = "arn:aws:kms:eu-central-1:" + Moto.ACCOUNT + ":key/images";
    TreeMap<String, String> tags = new TreeMap<>(ImageTags.of(DiskWorld.id("1")));
    EbsBlocks.Started started = ebs.start("token", 1, key, Optional.empty(), tags);
    assertThat(started.state()).isEqualTo(EbsBlocks.State.PENDING);
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      indexes.add(3 * i);
    }
    Patience patience = new Patience(new HandTime(), line -> {}, Duration.ofMinutes(5));
    BlockWindow window = new BlockWindow(patience);
    window.run(
        "put",
        indexes,
        (index, buffer) -> {
          Arrays.fill(buffer, (byte) (index + 1));
          window.insist(
              index,
              Instant.MIN,
              () -> {
                ebs.put(started.id(), index, buffer, Blocks.digest(buffer));
                return true;
              });
        });
    ebs.complete(started.id(), indexes.stream().map(i -> Blocks.digest(filled(i + 1))).toList());

    Amis amis = new Amis(clients);
    assertThat(amis.snapshots(DiskWorld.id("1")))
        .extracting(s -> s.snapshotId())
        .contains(started.id());
    for (Block block : clients.ebs().listSnapshotBlocks(r -> r.snapshotId(started.id())).blocks()) {
      assertThat(ebs.get(started.id(), block.blockIndex(), block.blockToken()))
          .isEqualTo(filled(block.blockIndex() + 1));
      indexes.remove(block.blockIndex());
    }
    assertThat(indexes).as("blocks that did not come back").isEmpty();
    assertThat(amis.register("repave-debian-1", started.id(), 1, tags)).isPresent();
  }

  private static byte[] filled(int content) {
    byte[] block = new byte[Blocks.BLOCK];
    Arrays.fill(block, (byte) content);
    return block;
  }

  private static Clients clients(Moto moto) {
    Environment environment =
        new Environment(
            new EnvironmentId("local-eu"),
            Jurisdiction.EU,
            List.of(),
            new Environment.Aws(Moto.ACCOUNT, REGION, List.of(), Optional.empty()),
            List.of());
    ClientSettings settings =
        ClientSettings.plain(
                UrlConnectionHttpClient.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .withEndpoint(moto.endpoint());
    return Clients.of(environment, settings, new HandTime());
  }
}
