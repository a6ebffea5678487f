package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An image in the store together with what a machine needs to run it.
 *
 * @param tree the read-only directory that a machine is started in
 * @param root how a machine starts whose tree is a whole system's; empty on a base of host
 */
public record StoredImage(
    Image image, List<String> run, HealthCheck health, Path tree, Optional<Root> root) {
  static final String FILE = "image.json";
  static final String TREE = "tree";
  static final String BLOCK = "block.json";
  static final String RELEASE = "release.json";

  public StoredImage {
    run = List.copyOf(run);
  }

  /**
   * Units of a system that runs without its disk.
   *
   * @param service runs the image's command
   * @param units that start with the machine
   */
  public record Root(String service, List<String> units) {
    public Root {
      units = List.copyOf(units);
    }
  }

  /** Without block and channel, which change after the bake and have files of their own. */
  Map<String, Object> json() {
    return Json.object(
        "name", image.id().name(),
        "digest", image.id().digest(),
        "function", image.function(),
        "version", image.version(),
        "owner", image.owner(),
        "bakedAt", image.bakedAt().toString(),
        "run", run,
        "health",
            Json.object(
                "path", health.path(),
                "interval", health.interval().toNanos(),
                "timeout", health.timeout().toNanos()),
        "lock", image.lock(),
        "root", root.map(of -> Json.object("service", of.service(), "units", of.units())));
  }

  static StoredImage read(Fields fields, Optional<Image.Block> block, Path tree) {
    Fields health = fields.object("health");
    return new StoredImage(
        new Image(
            new ImageId(fields.text("name"), fields.text("digest")),
            fields.text("function"),
            fields.text("version"),
            fields.text("owner"),
            Instant.parse(fields.text("bakedAt")),
            new TreeMap<>(fields.entries("lock", Fields::text)),
            block),
        fields.texts("run"),
        new HealthCheck(
            health.text("path"), health.duration("interval"), health.duration("timeout")),
        tree,
        fields.optionalObject("root").map(of -> new Root(of.text("service"), of.texts("units"))));
  }

  /** The same in that channel. */
  StoredImage in(Channel channel, Image.Release release) {
    return new StoredImage(image.in(channel, release), run, health, tree, root);
  }
}
