package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Stock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A catalogue in memory. */
final class MemoryStock implements Images, Stock {
  final Map<ImageId, Image> images = new LinkedHashMap<>();
  final Map<ImageId, Withdrawn> withdrawn = new LinkedHashMap<>();
  final Map<ImageId, List<String>> references = new HashMap<>();

  /** How long each had been withdrawn. */
  final Map<ImageId, Duration> removed = new LinkedHashMap<>();

  Instant now = Instant.EPOCH;

  /** Told after each withdrawal. */
  Runnable onWithdrawal = () -> {};

  Image image(ImageId id) {
    return Objects.requireNonNull(images.get(id), id::toString);
  }

  @Override
  public List<Image> list() {
    return images.values().stream().filter(image -> !withdrawn.containsKey(image.id())).toList();
  }

  @Override
  public void block(ImageId image, String reason, String by) {
    images.computeIfPresent(
        image,
        (id, is) ->
            is.block().isPresent()
                ? is
                : is.withBlock(Optional.of(new Image.Block(reason, by, now))));
  }

  @Override
  public void release(ImageId image, Channel to, String reason, String by) {
    images.computeIfPresent(
        image, (id, is) -> is.channel() == to ? is : is.in(to, new Image.Release(reason, by, now)));
  }

  @Override
  public void unblock(ImageId image) {
    images.computeIfPresent(image, (id, is) -> is.withBlock(Optional.empty()));
  }

  @Override
  public List<Withdrawn> withdrawn() {
    return withdrawn.values().stream()
        .map(one -> new Withdrawn(image(one.withdrawnImage().id()), one.by(), one.at()))
        .toList();
  }

  @Override
  public void withdraw(ImageId image, String by) {
    Image is = images.get(image);
    if (is != null) {
      withdrawn.putIfAbsent(image, new Withdrawn(is, by, now));
    }
    onWithdrawal.run();
  }

  @Override
  public void restore(ImageId image) {
    withdrawn.remove(image);
  }

  @Override
  public void remove(ImageId image) throws ProviderException {
    Withdrawn was = withdrawn.remove(image);
    if (was == null) {
      throw new ProviderException(Failure.Kind.CONFLICT, "not withdrawn: " + image);
    }
    images.remove(image);
    removed.put(image, Duration.between(was.at(), now));
  }

  @Override
  public Map<ImageId, List<String>> references(Collection<ImageId> of) {
    Map<ImageId, List<String>> found = new HashMap<>(references);
    found.keySet().retainAll(of);
    return found;
  }
}
