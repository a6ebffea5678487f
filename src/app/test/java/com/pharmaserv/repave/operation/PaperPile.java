package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.BlocksText;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockText;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.debian.paper.Contents;
import com.pharmaserv.repave.debian.paper.Contents.Entry;
import com.pharmaserv.repave.debian.paper.Contents.Kind;
import com.pharmaserv.repave.debian.paper.ContentsText;
import com.pharmaserv.repave.debian.paper.Observed;
import com.pharmaserv.repave.debian.paper.Paper;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.Envelope;
import com.pharmaserv.repave.debian.proof.Provenance;
import com.pharmaserv.repave.debian.proof.Signer;
import com.pharmaserv.repave.debian.proof.StatementWriter;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Papers of an image that was never baked: what the tests say is in it. */
public final class PaperPile {
  public static final Instant AT = Instant.parse("2026-11-28T20:14:35Z");
  private static final String HASH = "0123456789abcdef".repeat(4);

  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final TreeSet<String> listening = new TreeSet<>(List.of("tcp 8443"));
  private final ImageId image;
  private final String version;
  private Blocks blocks = new Blocks(3L * Blocks.BLOCK, new TreeMap<>());
  private String disk = HASH;

  /**
   * One image.
   *
   * @param version of its only package, openssl
   */
  public PaperPile(ImageId image, String version) {
    this.image = image;
    this.version = version;
    file("etc/hosts", 0644, "localhost");
    file("usr/bin/su", 04755, "su");
  }

  public PaperPile file(String path, int mode, String content) {
    entries.put(
        path,
        new Entry(Kind.FILE, mode, 0, 0, content.length(), Sha256.of(content), new TreeMap<>()));
    return this;
  }

  public PaperPile without(String path) {
    entries.remove(path);
    return this;
  }

  public PaperPile link(String path, String target) {
    entries.put(path, new Entry(Kind.LINK, 0777, 0, 0, 0, target, new TreeMap<>()));
    return this;
  }

  public PaperPile listens(String socket) {
    listening.add(socket);
    return this;
  }

  /** Takes the disk's place: what it holds, and its name. */
  public PaperPile disk(Blocks of, String digest) {
    blocks = of;
    disk = digest;
    return this;
  }

  public Blocks blocks() {
    return blocks;
  }

  /** A block of the disk; only its first bytes are other than 0. */
  public PaperPile block(int index, String content) {
    SortedMap<Integer, String> digests = new TreeMap<>(blocks.digests());
    digests.put(index, Sha256.of(content));
    blocks = new Blocks(blocks.size(), digests);
    return this;
  }

  public Image image() {
    return new Image(
        image,
        "base",
        "1",
        "platform",
        AT,
        new TreeMap<>(Map.of("package openssl", version)),
        Optional.empty());
  }

  public Lock lock() {
    return new Lock(
        image.name(),
        AT,
        List.of("openssl"),
        List.of(new Lock.Archive("http://security.debian.org", "trixie-security", AT, HASH)),
        List.of(
            new LockedPackage(
                "openssl",
                new DebianVersion(version),
                "amd64",
                "trixie-security",
                10,
                Sha256.of(version),
                new LockedPackage.Source("openssl", new DebianVersion(version)),
                "pool/o/openssl.deb")));
  }

  /** Puts them on the shelf, signed; the folder of them. */
  public Path put(PaperShelf shelf, Signer signer, String invocation) throws Exception {
    Path folder = Files.createDirectories(shelf.folder(image));
    SortedMap<String, String> digests = new TreeMap<>();
    for (Paper paper : Paper.values()) {
      String text = text(paper);
      Files.writeString(folder.resolve(paper.file()), text);
      digests.put(paper.file(), Sha256.of(text));
    }
    Files.write(folder.resolve(PaperShelf.STATEMENT), envelope(signer, invocation, digests));
    return folder;
  }

  private String text(Paper paper) {
    return switch (paper) {
      case SBOM, SPDX -> "{}";
      case LOCK -> LockText.write(lock());
      case CONTENTS -> ContentsText.write(new Contents(entries));
      case BLOCKS -> BlocksText.write(blocks);
      case FINDINGS -> new Observed("running", new TreeSet<>(), listening, new TreeMap<>()).text();
    };
  }

  /** What a builder signs about the disk. */
  public byte[] envelope(Signer signer, String invocation, SortedMap<String, String> digests)
      throws Exception {
    Provenance provenance =
        new Provenance(
            image.full(),
            disk,
            image.digest(),
            LockText.digest(lock()),
            HASH,
            Optional.empty(),
            Optional.empty(),
            new Provenance.Run("https://builders.example/ci", invocation, AT, AT),
            List.of(),
            digests);
    return Envelope.sign(StatementWriter.write(provenance), signer).write();
  }
}
