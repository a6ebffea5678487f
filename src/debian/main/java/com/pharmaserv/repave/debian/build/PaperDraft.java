package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.Envelope;
import com.pharmaserv.repave.debian.proof.Envelopes;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.Provenance;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Puts a folder of papers in place, whole. A process that dies in between leaves the old folder,
 * the new one, or, for the moment between two names, the old one under another name, which the next
 * write takes back.
 */
final class PaperDraft {
  private final Path folder;
  private final Path fresh;
  private final Path old;

  /**
   * For one folder, which need not exist. One process at a time writes papers of an image, as one
   * at a time bakes.
   */
  PaperDraft(Path folder) throws IOException {
    this.folder = folder;
    this.fresh = folder.resolveSibling("." + folder.getFileName() + ".draft");
    this.old = folder.resolveSibling("." + folder.getFileName() + ".old");
    if (Files.exists(old) && !Files.exists(folder)) {
      Files.move(old, folder, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** What was signed on this machine, whether or not by whom it says. */
  record Kept(Envelope envelope, Provenance provenance) {}

  /** What this machine signed before; empty if nothing, or nothing that can be read. */
  Optional<Kept> kept() throws IOException {
    Path file = folder.resolve(PaperShelf.STATEMENT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String name = file.toString();
      Envelope envelope = Envelopes.read(Files.readAllBytes(file), name);
      return Optional.of(new Kept(envelope, Envelopes.unverified(envelope, name)));
    } catch (ProofException damaged) {
      return Optional.empty();
    }
  }

  /** Whether all papers are there and have these digests. */
  boolean holds(SortedMap<String, String> digests) throws IOException {
    for (Map.Entry<String, String> one : digests.entrySet()) {
      Path file = folder.resolve(one.getKey());
      if (!Files.exists(file) || !Sha256.of(file).equals(one.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Puts these files in place of all but what other builders have signed. */
  void replace(SortedMap<String, byte[]> files) throws IOException {
    Files.createDirectories(folder);
    remove(fresh);
    remove(old);
    Files.createDirectory(fresh);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = fresh.resolve(file.getKey());
      Files.write(path, file.getValue());
      sync(path);
    }
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(folder, "*" + PaperShelf.ENVELOPE)) {
      for (Path other : others) {
        Path copy = fresh.resolve(other.getFileName());
        if (!Files.exists(copy)) {
          Files.copy(other, copy);
          sync(copy);
        }
      }
    }
    Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    remove(old);
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void remove(Path flat) throws IOException {
    if (Files.exists(flat)) {
      try (Stream<Path> files = Files.list(flat)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(flat);
    }
  }
}
