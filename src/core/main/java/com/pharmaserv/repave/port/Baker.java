package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import java.nio.file.Path;
import java.util.SortedMap;

/** Bakes images. */
public interface Baker {
  /**
   * What the recipe resolves to now: the digest of all inputs, and the lock. Changes nothing.
   *
   * @param folder where the recipe stands; its files are relative to it
   */
  Resolved resolve(Recipe recipe, Path folder) throws ProviderException, BakeException;

  /**
   * Bakes the image, or returns the existing one with the same digest. On failure nothing is left
   * behind.
   *
   * @param says told each line of progress
   */
  Image bake(Recipe recipe, Path folder, Says says) throws ProviderException, BakeException;

  /** A recipe with every input pinned. */
  record Resolved(ImageId image, SortedMap<String, String> lock) {}

  /** Hears progress. */
  interface Says {
    void line(String text);
  }

  /** The recipe cannot become an image; the message says which line failed and why. */
  final class BakeException extends RepaveException {
    private static final long serialVersionUID = 1L;

    public BakeException(String message) {
      super(message);
    }
  }
}
