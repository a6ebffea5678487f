package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import java.util.List;
import java.util.Optional;

/** The images that an environment can run. */
public interface Images {
  /** All usable images, oldest bake first. */
  List<Image> list() throws ProviderException;

  default Optional<Image> find(ImageId id) throws ProviderException {
    return list().stream().filter(image -> image.id().equals(id)).findFirst();
  }

  /** Blocks the image; an image that is blocked already keeps its first reason. */
  void block(ImageId image, String reason, String by) throws ProviderException;

  /**
   * Puts the image into the channel, for everybody that shares it; one that is in it already keeps
   * its first reason. Withdrawn images are found, too.
   */
  void release(ImageId image, Channel to, String reason, String by) throws ProviderException;

  /** Lifts the block, if there is one. */
  void unblock(ImageId image) throws ProviderException;
}
