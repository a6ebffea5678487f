package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a provider takes finished disks. */
public interface Disks {
  /** Makes the disk one of the provider's images; all of it or nothing. */
  Image publish(Finished disk, Says says) throws ProviderException, BakeException;

  /**
   * A disk that was made and started.
   *
   * @param recipe the image's own, whatever it stands on
   * @param lock what the image was made of, resolved
   * @param raw the file, whole gibibytes, sparse
   * @param root the same without the disk
   */
  record Finished(ImageId id, Recipe recipe, SortedMap<String, String> lock, Path raw, Root root) {
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
}
