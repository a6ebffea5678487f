package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image, and fleets that may run on it. */
final class ImageScene {
  static final ImageId APP = new ImageId("app", "a".repeat(64));

  final Map<ImageId, List<Use>> uses = new HashMap<>();

  /** Why it cannot be told what runs. */
  Optional<RepaveException> unreadable = Optional.empty();

  /** A catalogue with the image. */
  static MemoryStock stock() {
    MemoryStock stock = new MemoryStock();
    stock.images.put(
        APP, new Image(APP, "app", "1", "me", Instant.EPOCH, new TreeMap<>(), Optional.empty()));
    return stock;
  }

  CollectImages collector(Images images, MemoryStock stock) {
    return new CollectImages(images, stock, this::look, () -> stock.now, SimPlace.ANNA);
  }

  private Map<ImageId, List<Use>> look() throws RepaveException {
    if (unreadable.isPresent()) {
      throw unreadable.get();
    }
    return Map.copyOf(uses);
  }
}
