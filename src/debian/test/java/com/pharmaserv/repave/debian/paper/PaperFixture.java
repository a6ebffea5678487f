package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.debian.proof.Provenance;
import com.pharmaserv.repave.model.ImageId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What papers are made of, small: a tree, a disk, a lock and findings. */
public final class PaperFixture {
  public static final ImageId IMAGE = new ImageId("base", "ab".repeat(32));
  public static final Instant AT = Instant.parse("2026-11-28T20:14:35Z");
  private static final String HASH = "0123456789abcdef".repeat(4);

  private final Path folder;
  private final Path tree;
  private final Path disk;
  private List<String> listening = List.of("tcp 8443");

  public PaperFixture(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.tree = folder.resolve("tree.tar");
    this.disk = folder.resolve("disk.raw");
    tree(new Trees().file("etc/hosts", 0644, "127.0.0.1 localhost\n"));
    disk("boot", "root");
  }

  public PaperFixture tree(Trees trees) throws IOException {
    trees.pack(tree);
    return this;
  }

  /** A disk with a block for each text. */
  public PaperFixture disk(String... blocks) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(0);
      file.setLength((long) blocks.length * Blocks.BLOCK);
      for (int i = 0; i < blocks.length; i++) {
        file.seek((long) i * Blocks.BLOCK);
        file.write(blocks[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    return this;
  }

  public PaperFixture listening(String... sockets) {
    listening = List.of(sockets);
    return this;
  }

  public Path folder() {
    return folder;
  }

  public Path tree() {
    return tree;
  }

  public Path disk() {
    return disk;
  }

  public Observed findings() {
    return new Observed("running", new TreeSet<>(), new TreeSet<>(listening), new TreeMap<>());
  }

  public static Lock lock() {
    return new Lock(
        "base",
        AT,
        List.of("mount"),
        List.of(new Lock.Archive("http://deb.debian.org/debian", "trixie", AT, HASH)),
        List.of(
            new LockedPackage(
                "mount",
                new DebianVersion("2.41-5"),
                "amd64",
                "trixie",
                10,
                HASH,
                new LockedPackage.Source("util-linux", new DebianVersion("2.41-5")),
                "pool/main/u/util-linux/mount_2.41-5_amd64.deb")));
  }

  /** As they are read, without having been written. */
  ImagePapers papers() throws IOException {
    return new ImagePapers(
        IMAGE,
        folder,
        new Provenance(
            IMAGE.full(),
            HASH,
            HASH,
            HASH,
            HASH,
            Optional.empty(),
            Optional.empty(),
            new Provenance.Run("https://builders.example/ci", "1", AT, AT),
            List.of(),
            new TreeMap<>()),
        lock(),
        TreeContents.read(tree),
        Blocks.of(disk),
        findings());
  }
}
