package com.pharmaserv.repave.local;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The disk of an image as it lies on this machine. */
final class KeptDisk {
  private static final String HERE = "this machine";

  private KeptDisk() {}

  /** Compares the file with what was signed. */
  static Disks.Copy verified(Path file, Disks.Attested signed, Says says) {
    if (!Files.exists(file)) {
      return new Disks.Unread(HERE, "there is no disk '%s'; bake it again".formatted(file));
    }
    says.line("reading '%s'".formatted(file));
    try {
      Blocks found = Blocks.of(file);
      if (found.size() != signed.size()) {
        return new Disks.Unread(
            HERE,
            "disk '%s' has %s bytes, %s were signed".formatted(file, found.size(), signed.size()));
      }
      Blocks expected = new Blocks(signed.size(), signed.blocks());
      List<Disks.Difference> differences = new ArrayList<>();
      for (int index : expected.since(found).puts()) {
        differences.add(
            new Disks.Difference(
                index,
                Optional.ofNullable(expected.digests().get(index)),
                Optional.ofNullable(found.digests().get(index))));
      }
      int read = found.digests().size();
      if (!differences.isEmpty()) {
        int told = Math.min(Disks.Different.TOLD_MAX, differences.size());
        return new Disks.Different(
            HERE, file.toString(), read, differences.size(), differences.subList(0, told));
      }
      String sha256 = Sha256.of(file);
      return sha256.equals(signed.sha256())
          ? new Disks.Same(HERE, file.toString(), read)
          : new Disks.Unread(
              HERE,
              "the blocks of disk '%s' are as signed, but its SHA-256 is %s and %s was signed: the statement contradicts itself"
                  .formatted(file, sha256, signed.sha256()));
    } catch (IOException e) {
      return new Disks.Unread(HERE, "disk '%s' cannot be read: %s".formatted(file, e));
    }
  }
}
