package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Stock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts images into channels: further on once they are proven, or back. */
public final class ReleaseImages {
  private final List<Target> targets;
  private final Operator operator;

  /** Releases images in all of these environments. */
  public ReleaseImages(List<Target> targets, Operator operator) {
    this.targets = List.copyOf(targets);
    this.operator = operator;
  }

  /**
   * The images of one environment.
   *
   * @param collector knows what needs them
   */
  public record Target(String environment, Images images, Stock stock, CollectImages collector) {}

  /**
   * What is asked for.
   *
   * @param word see {@link ImageChoice#named}
   */
  public record Request(String word, Channel to, String reason) {}

  /** What came of it in each environment, in the order in which they were named. */
  public record Releases(boolean plan, List<Released> releases) implements Answer {
    public Releases {
      releases = List.copyOf(releases);
    }

    @Override
    public Outcome outcome() {
      return releases.stream().allMatch(one -> one.trouble().isEmpty())
          ? Outcome.DONE
          : Outcome.FAILED;
    }
  }

  /**
   * An image in a channel.
   *
   * @param channel that it is in now, or in a plan would be
   * @param was the channel before
   * @param changed whether it was not so already
   * @param release the word that stood before, if there was one
   * @param uses of an image that was taken back: what runs on it, and goes on
   * @param trouble why it is not known what runs on it
   */
  public record Released(
      String environment,
      ImageId image,
      Channel channel,
      Channel was,
      boolean changed,
      String reason,
      Optional<Image.Release> release,
      List<Use> uses,
      Optional<String> trouble) {
    public Released {
      uses = List.copyOf(uses);
    }
  }

  /**
   * Puts the image into the channel everywhere, or nowhere if it must not be in one environment.
   *
   * @throws HalfDoneException if one failed after another was done
   */
  public Releases release(Request request, boolean plan) throws RepaveException, HalfDoneException {
    if (request.reason().isBlank()) {
      throw new RequestException("--reason is blank; say why the image is released or taken back");
    }
    List<Image> images = new ArrayList<>();
    for (Target target : targets) {
      images.add(fit(target, request));
    }
    List<Released> done = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      try {
        done.add(released(targets.get(i), images.get(i), request, plan));
      } catch (RepaveException failed) {
        if (done.isEmpty()) {
          throw failed;
        }
        throw new HalfDoneException(new Releases(plan, done), failed);
      }
    }
    return new Releases(plan, done);
  }

  /** The image that is meant; it may be put into the channel. */
  private static Image fit(Target target, Request request) throws RepaveException {
    List<Image> withdrawn =
        target.stock().withdrawn().stream().map(Withdrawn::withdrawnImage).toList();
    Image image =
        ImageChoice.named(
            Stream.concat(target.images().list().stream(), withdrawn.stream()).toList(),
            request.word());
    if (image.channel().covers(request.to())) {
      return image;
    }
    Optional<Image.Block> block = image.block();
    if (block.isPresent()) {
      throw new RequestException(
          "image %s cannot be released to %s: it is blocked in '%s': %s; bake a better one, or lift the block with 'repave images unblock %s -e %s'"
              .formatted(
                  image.id(),
                  request.to(),
                  target.environment(),
                  block.get().reason(),
                  image.id(),
                  target.environment()));
    }
    if (withdrawn.contains(image)) {
      throw new RequestException(
          "image %s cannot be released to %s: it is withdrawn in '%s'; restore it with 'repave images restore %s -e %s'"
              .formatted(
                  image.id(),
                  request.to(),
                  target.environment(),
                  image.id(),
                  target.environment()));
    }
    return image;
  }

  private Released released(Target target, Image image, Request request, boolean plan)
      throws RepaveException {
    if (!plan) {
      // In its channel already, too: its copies may not be, where a release was cut off.
      target.images().release(image.id(), request.to(), request.reason(), operator.name());
    }
    List<Use> uses = List.of();
    Optional<String> trouble = Optional.empty();
    if (!request.to().covers(image.channel())) {
      try {
        uses = target.collector().running(image.id());
      } catch (RepaveException unreadable) {
        // It is taken back, and rolls nowhere any more: that comes first.
        trouble = Optional.of(String.valueOf(unreadable.getMessage()));
      }
    }
    return new Released(
        target.environment(),
        image.id(),
        request.to(),
        image.channel(),
        image.channel() != request.to(),
        request.reason(),
        image.release(),
        uses,
        trouble);
  }
}
