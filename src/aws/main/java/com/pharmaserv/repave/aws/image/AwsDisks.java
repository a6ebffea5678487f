package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
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
            Optional.empty(),
            BakePlaces.of(site, disk.recipe().name()),
            List.of()),
        says);
  }
}
