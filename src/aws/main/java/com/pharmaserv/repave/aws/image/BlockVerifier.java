package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Reads an image's snapshot back, block by block, and compares it with the manifest of its disk.
 * What is read is plain text whatever the key, so one manifest judges the image of every region.
 */
public final class BlockVerifier {
  /** Block tokens live for days, so this is for people's sake. */
  private static final Duration VERIFY_MAX = Duration.ofHours(4);

  private final Site site;

  public BlockVerifier(Site site) {
    this.site = site;
  }

  /**
   * What was found.
   *
   * @param digest the disk's digest as it follows from what was read alone
   * @param blocks how many blocks were read
   * @param differences how many blocks differ
   * @param first of the differences, the lowest
   */
  public record Verdict(
      String region,
      String ami,
      String snapshot,
      String digest,
      int blocks,
      int differences,
      List<Disks.Difference> first) {
    public Verdict {
      first = List.copyOf(first);
    }

    public boolean good() {
      return differences == 0;
    }
  }

  /**
   * Verifies the image in one of the environment's regions.
   *
   * @param manifest as it was attested
   */
  public Verdict verify(ImageId id, String region, Blocks manifest, Says says)
      throws ProviderException, BakeException {
    Amis amis = new Amis(site.clients().in(region));
    EbsBlocks ebs = new EbsBlocks(site.clients().in(region));
    Patience patience = new Patience(site.time(), says, VERIFY_MAX);
    Ami ami = image(amis, id, patience);
    String snapshot = ami.snapshots().get(0);
    EbsBlocks.Listing listing = patience.insist(() -> ebs.list(snapshot));
    if (listing.gib() != manifest.gib()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "snapshot %s in %s is of %s GiB, the disk of image %s needs %s"
              .formatted(snapshot, region, listing.gib(), id, manifest.gib()));
    }
    SortedMap<Integer, String> found = read(ebs, snapshot, listing, patience, says, region);
    List<Disks.Difference> differences = differences(manifest, found);
    return new Verdict(
        region,
        ami.id(),
        snapshot,
        digest(manifest.size(), found),
        listing.tokens().size(),
        differences.size(),
        differences.subList(0, Math.min(Disks.Different.TOLD_MAX, differences.size())));
  }

  private static Ami image(Amis amis, ImageId id, Patience patience)
      throws ProviderException, BakeException {
    return patience.insist(() -> amis.withDigests(List.of(id.digest()))).stream()
        .filter(ami -> ami.holds(id) && ami.finished() && ami.snapshots().size() == 1)
        .findFirst()
        .orElseThrow(
            () ->
                new ProviderException(
                    Failure.Kind.GONE,
                    "image %s with one disk is not in %s; publish it there"
                        .formatted(id, amis.region())));
  }

  /** The digests of all blocks that are not empty. */
  private static SortedMap<Integer, String> read(
      EbsBlocks ebs,
      String snapshot,
      EbsBlocks.Listing listing,
      Patience patience,
      Says says,
      String region)
      throws ProviderException, BakeException {
    BlockWindow window = new BlockWindow(patience);
    SortedMap<Integer, String> found = new ConcurrentSkipListMap<>();
    BlockProgress progress =
        new BlockProgress(patience, says, region + ": read", listing.tokens().size());
    window.run(
        "repave-get-" + region,
        listing.tokens().keySet(),
        (index, buffer) -> {
          String token = String.valueOf(listing.tokens().get(index));
          byte[] block = window.insist(index, Instant.MIN, () -> ebs.get(snapshot, index, token));
          if (!Blocks.isEmpty(block)) {
            found.put(index, Blocks.digest(block));
          }
          progress.done();
        });
    return found;
  }

  private static List<Disks.Difference> differences(
      Blocks manifest, SortedMap<Integer, String> found) {
    TreeSet<Integer> indexes = new TreeSet<>(manifest.digests().keySet());
    indexes.addAll(found.keySet());
    List<Disks.Difference> differences = new ArrayList<>();
    for (int index : indexes) {
      Optional<String> expected = Optional.ofNullable(manifest.digests().get(index));
      Optional<String> there = Optional.ofNullable(found.get(index));
      if (!expected.equals(there)) {
        differences.add(new Disks.Difference(index, expected, there));
      }
    }
    return differences;
  }

  /** Blocks behind the disk's end make another disk, whose size says so. */
  private static String digest(long size, SortedMap<Integer, String> found) {
    long end = found.isEmpty() ? 0 : (found.lastKey() + 1L) * Blocks.BLOCK;
    long blocks = (size + Blocks.BLOCK - 1) / Blocks.BLOCK * Blocks.BLOCK;
    return new Blocks(end > blocks ? end : size, new TreeMap<>(found)).digest();
  }
}
