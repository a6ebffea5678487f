package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes finished disks into every region of the environment, block by block. */
public final class AwsDisks implements Disks {
  private final Site site;
  private final BlockPublisher publisher;

  public AwsDisks(Site site, Locks locks) {
    this.site = site;
    this.publisher = new BlockPublisher(site, locks);
  }

  @Override
  public Image publish(Finished disk, Says says) throws ProviderException, BakeException {
    says.line("reading the blocks of the disk");
    Blocks blocks;
    try {
      blocks = Blocks.of(disk.raw());
    } catch (IOException e) {
      throw new BakeException("disk '%s' cannot be read: %s".formatted(disk.raw(), e));
    }
    return publisher.publish(
        new Disk(
            disk.id(),
            disk.recipe().function(),
            disk.recipe().version(),
            disk.recipe().owner(),
            disk.lock(),
            blocks,
            disk.raw(),
            disk.before().map(AwsDisks::parent),
            BakePlaces.of(site, disk.recipe().name()),
            List.of()),
        says);
  }

  @Override
  public List<Copy> verify(Attested disk, Optional<String> region, Says says) throws BakeException {
    Blocks manifest = new Blocks(disk.size(), disk.blocks());
    List<Copy> copies = new ArrayList<>();
    for (String one : region.map(List::of).orElseGet(this::regions)) {
      copies.add(copy(disk, one, manifest, says));
    }
    return copies;
  }

  @Override
  public Optional<SigningKey> signer(String image) throws ProviderException, BakeException {
    return BakePlaces.of(site, image)
        .signer()
        .map(
            arn ->
                new AwsSigningKey(
                    site.clients().kms(),
                    "repave-%s-images".formatted(site.environment().name()),
                    arn));
  }

  private static Disk.Parent parent(Attested before) {
    return new Disk.Parent(before.image(), new Blocks(before.size(), before.blocks()));
  }

  private List<String> regions() {
    Environment.Aws place = site.environment().aws().orElseThrow();
    List<String> regions = new ArrayList<>(List.of(place.region()));
    regions.addAll(place.copies());
    return regions;
  }

  /** What is wrong in one region does not keep the others from being read. */
  private Copy copy(Attested disk, String region, Blocks manifest, Says says) throws BakeException {
    try {
      BlockVerifier.Verdict verdict =
          new BlockVerifier(site).verify(disk.image(), region, manifest, says);
      return verdict.good()
          ? new Same(region, verdict.snapshot(), verdict.blocks())
          : new Different(
              region, verdict.snapshot(), verdict.blocks(), verdict.differences(), verdict.first());
    } catch (ProviderException e) {
      return new Unread(region, String.valueOf(e.getMessage()));
    }
  }
}
