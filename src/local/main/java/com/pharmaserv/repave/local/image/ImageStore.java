package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The images of the local cloud: {@code images/<name>/<digest>/}, never changed once there. */
public final class ImageStore implements Images {
  /** Far more than people bake; reached only if something writes into the store in a loop. */
  private static final int IMAGES_MAX = 10_000;

  static final String DISK = "disk.raw";

  private final Path root;
  private final Clock clock;

  public ImageStore(LocalHome home, Clock clock) {
    this.root = home.images();
    this.clock = clock;
  }

  @Override
  public List<Image> list() throws ProviderException {
    return all().stream().filter(image -> !Files.exists(withdrawn(image.id()))).toList();
  }

  /** Those that were withdrawn as well. */
  List<Image> all() throws ProviderException {
    List<Image> images = new ArrayList<>();
    try {
      for (Path name : folders(root)) {
        for (Path digest : folders(name)) {
          if (images.size() == IMAGES_MAX) {
            throw new IOException("more than " + IMAGES_MAX + " images; remove old ones");
          }
          read(digest).ifPresent(stored -> images.add(stored.image()));
        }
      }
    } catch (IOException e) {
      throw failure("cannot list the images in '" + root + "'", e);
    }
    images.sort(Comparator.comparing(Image::bakedAt).thenComparing(image -> image.id().full()));
    return images;
  }

  @Override
  public Optional<Image> find(ImageId id) throws ProviderException {
    return stored(id).map(StoredImage::image).filter(image -> !Files.exists(withdrawn(id)));
  }

  /** The image with what a machine needs to run it, withdrawn or not. */
  public Optional<StoredImage> stored(ImageId id) throws ProviderException {
    try {
      return read(folder(id));
    } catch (IOException e) {
      throw failure("cannot read image " + id, e);
    }
  }

  /** Where the disk of an image is, if it is one. */
  public Path disk(ImageId id) {
    return folder(id).resolve(DISK);
  }

  private Image require(ImageId id, String done) throws ProviderException {
    return stored(id)
        .map(StoredImage::image)
        .orElseThrow(
            () ->
                new ProviderException(
                    Failure.Kind.GONE,
                    "image %s cannot be %s: it is not in '%s'".formatted(id, done, root)));
  }

  @Override
  public void block(ImageId id, String reason, String by) throws ProviderException {
    if (require(id, "blocked").block().isEmpty()) {
      note(id, StoredImage.BLOCK, "block", Json.object("reason", reason, "by", by, "at", now()));
    }
  }

  @Override
  public void unblock(ImageId id) throws ProviderException {
    try {
      Files.deleteIfExists(folder(id).resolve(StoredImage.BLOCK));
    } catch (IOException e) {
      throw failure("cannot lift the block of image " + id, e);
    }
  }

  @Override
  public void release(ImageId id, Channel to, String reason, String by) throws ProviderException {
    if (require(id, "released").channel() != to) {
      note(
          id,
          StoredImage.RELEASE,
          "release",
          Json.object("channel", to.code(), "reason", reason, "by", by, "at", now()));
    }
  }

  private String now() {
    return clock.instant().toString();
  }

  private void note(ImageId id, String file, String what, Map<String, Object> said)
      throws ProviderException {
    try {
      Durable.write(folder(id).resolve(file), Json.writePretty(said));
    } catch (IOException e) {
      throw failure("cannot %s image %s".formatted(what, id), e);
    }
  }

  /** The file that says that the image was withdrawn. */
  Path withdrawn(ImageId id) {
    return folder(id).resolve("withdrawn.json");
  }

  Path folder(ImageId id) {
    return root.resolve(id.name()).resolve(id.digest());
  }

  private static Optional<StoredImage> read(Path folder) throws IOException {
    Path file = folder.resolve(StoredImage.FILE);
    Optional<byte[]> content = Durable.read(file);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          released(
              StoredImage.read(
                  Json.read(content.get(), "'" + file + "'"),
                  block(folder),
                  folder.resolve(StoredImage.TREE)),
              folder.resolve(StoredImage.RELEASE)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw damaged(folder, e);
    }
  }

  private static Optional<Image.Block> block(Path folder) throws IOException {
    Path file = folder.resolve(StoredImage.BLOCK);
    Optional<byte[]> content = Durable.read(file);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = Json.read(content.get(), "'" + file + "'");
    return Optional.of(
        new Image.Block(
            fields.text("reason"), fields.text("by"), Instant.parse(fields.text("at"))));
  }

  private static StoredImage released(StoredImage image, Path file) throws IOException {
    Optional<byte[]> content = Durable.read(file);
    if (content.isEmpty()) {
      return image;
    }
    Fields fields = Json.read(content.get(), "'" + file + "'");
    return image.in(
        Channel.parse(fields.text("channel")),
        new Image.Release(
            fields.text("reason"), fields.text("by"), Instant.parse(fields.text("at"))));
  }

  private static IOException damaged(Path folder, RuntimeException cause) {
    return new IOException(
        "image folder '"
            + folder
            + "' is damaged: "
            + cause.getMessage()
            + "; remove it and bake again",
        cause);
  }

  /** Folders by name, in order; names with a dot in front are not images. */
  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  static ProviderException failure(String what, Exception cause) {
    String reason =
        cause instanceof IOException io ? Durable.reason(io) : String.valueOf(cause.getMessage());
    return new ProviderException(Failure.Kind.UNKNOWN_OUTCOME, what + ": " + reason, cause);
  }
}
