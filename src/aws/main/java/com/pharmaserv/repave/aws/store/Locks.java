package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Optional;

/** The locks of baked images: what every input was resolved to. */
public interface Locks {
  /** Keeps an image's lock; {@code CONFLICT} if it has another one. */
  void keep(ImageId image, String lock) throws ProviderException;

  Optional<String> find(ImageId image) throws ProviderException;
}
