package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a provider takes finished disks. */
public interface Disks {
  /** Makes the disk one of the provider's images; all of it or nothing. */
  Image publish(Finished disk, Says says) throws ProviderException, BakeException;

  /**
   * The key that signs what a disk is made of, if the provider has one for that; otherwise the
   * machine that bakes does.
   *
   * @param image name of the recipe
   */
  default Optional<SigningKey> signer(String image) throws ProviderException, BakeException {
    return Optional.empty();
  }

  /**
   * A disk that was made and started.
   *
   * @param recipe the image's own, whatever it stands on
   * @param lock what the image was made of, resolved
   * @param raw the file, whole gibibytes, sparse
   * @param root the same without the disk
   * @param before an earlier image of the recipe, as it was signed: where the provider has it, what
   *     did not change need not be sent again
   */
  record Finished(
      ImageId id,
      Recipe recipe,
      SortedMap<String, String> lock,
      Path raw,
      Root root,
      Optional<Attested> before) {
    public Finished {
      lock = Collections.unmodifiableSortedMap(new TreeMap<>(lock));
    }
  }

  /**
   * What a provider needs that runs a machine's command without starting its disk.
   *
   * @param tree every file of the root, packed with tar
   * @param service the unit of systemd that runs the image's command
   * @param units that start with the machine, in the order in which the recipes name them
   */
  record Root(Path tree, String service, List<String> units) {
    public Root {
      units = List.copyOf(units);
    }
  }

  /**
   * Reads the disk of an image back from where the provider keeps it, block by block, and compares
   * it with what was signed.
   *
   * @param region only there; empty for everywhere
   */
  List<Copy> verify(Attested disk, Optional<String> region, Says says)
      throws ProviderException, BakeException;

  /**
   * A disk as its makers signed it.
   *
   * @param sha256 of the whole disk, in hexadecimal
   * @param size in bytes
   * @param blocks SHA-256 of each block of 512 KiB that is not empty, by its index
   */
  record Attested(ImageId image, String sha256, long size, SortedMap<Integer, String> blocks) {
    public Attested {
      blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
    }
  }

  /** A disk where it is kept. */
  sealed interface Copy permits Same, Different, Unread {
    /** A region, or this machine. */
    String place();
  }

  /**
   * A copy that is what was signed, to the byte.
   *
   * @param stored the snapshot or file
   * @param blocksRead how many blocks were read
   */
  record Same(String place, String stored, int blocksRead) implements Copy {}

  /**
   * A copy that is not.
   *
   * @param stored the snapshot or file
   * @param differences how many blocks differ
   * @param firstDifferences the lowest of them
   */
  record Different(
      String place,
      String stored,
      int blocksRead,
      int differences,
      List<Difference> firstDifferences)
      implements Copy {
    /** Differences that are told; the others are counted. */
    public static final int TOLD_MAX = 20;

    public Different {
      firstDifferences = List.copyOf(firstDifferences);
    }
  }

  /** A copy that is not there, or that cannot be compared. */
  record Unread(String place, String trouble) implements Copy {}

  /**
   * A block that is not as it was signed.
   *
   * @param expected SHA-256 in hexadecimal; empty for a block of zeros
   * @param found the same
   */
  record Difference(int index, Optional<String> expected, Optional<String> found) {}
}
