package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Takes images out of use: first so that it can be undone, and for good only later. Every effect is
 * idempotent: asked for again it changes nothing and succeeds.
 */
public interface Stock {
  /** The images that were withdrawn, oldest withdrawal first. {@link Images} does not know them. */
  List<Withdrawn> withdrawn() throws ProviderException;

  /** From now on no rollout can begin with the image. Nothing of it is lost. */
  void withdraw(ImageId image, String by) throws ProviderException;

  /** Makes a withdrawn image usable again. */
  void restore(ImageId image) throws ProviderException;

  /** Removes a withdrawn image for good; {@code CONFLICT} if it is not withdrawn. */
  void remove(ImageId image) throws ProviderException;

  /**
   * What refers to these images beside the generations of fleets: other machines, templates,
   * accounts. Images that nothing refers to are absent.
   *
   * @return names of what refers to each image, as the provider has them
   */
  Map<ImageId, List<String>> references(Collection<ImageId> images) throws ProviderException;
}
