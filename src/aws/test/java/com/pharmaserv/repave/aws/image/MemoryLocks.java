package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Locks in memory, written once each. */
final class MemoryLocks implements Locks {
  private final Map<ImageId, String> kept = new ConcurrentHashMap<>();
  private final AtomicInteger reads = new AtomicInteger();

  /** How often one was asked for. */
  int reads() {
    return reads.get();
  }

  @Override
  public void keep(ImageId image, String lock) throws ProviderException {
    if (!kept.computeIfAbsent(image, unknown -> lock).equals(lock)) {
      throw new ProviderException(Failure.Kind.CONFLICT, image + " has another lock");
    }
  }

  @Override
  public Optional<String> find(ImageId image) {
    reads.incrementAndGet();
    return Optional.ofNullable(kept.get(image));
  }
}
