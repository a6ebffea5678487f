package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Locks in the table: one item per image, written once. */
public final class DynamoLocks implements Locks {
  /** Bytes of a lock; an item may have 400 KB with its names. A Debian server's has 50 KB. */
  static final int BYTES_MAX = 380 * 1024;

  private static final String LOCK = "lock";

  /** Finds the environment's table. */
  @FunctionalInterface
  public interface Place {
    Table table() throws ProviderException;
  }

  private final Place place;

  public DynamoLocks(Place place) {
    this.place = place;
  }

  @Override
  public void keep(ImageId image, String lock) throws ProviderException {
    int bytes = lock.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BYTES_MAX) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("the lock of image %s has %s bytes, at most %s fit into an item; use a"
                  + " smaller base image")
              .formatted(image, bytes, BYTES_MAX));
    }
    Write write = Write.create(key(image), Map.of(LOCK, AttributeValue.fromS(lock)));
    Write.Outcome outcome = place.table().write(write, item -> item.text(LOCK).equals(lock));
    boolean same = outcome.item().filter(item -> item.text(LOCK).equals(lock)).isPresent();
    if (!outcome.done() && !same) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("image %s has another lock already, although its id is made of it; the item"
                  + " was changed by hand")
              .formatted(image.full()));
    }
  }

  @Override
  public Optional<String> find(ImageId image) throws ProviderException {
    return place.table().get(key(image)).map(item -> item.text(LOCK));
  }

  private static Item.Key key(ImageId image) {
    return new Item.Key("image#" + image.full(), LOCK);
  }
}
