package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.bake.Inputs;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Resolved;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recipe with everything that goes into its image, and the names that follow from it.
 *
 * @param folder where the recipe stands
 */
record Plan(
    Recipe recipe,
    Path folder,
    Ami base,
    SortedMap<String, Inputs.Input> inputs,
    Resolved resolved) {
  /** Digest characters in names: no two images of one recipe ever share 64 bits. */
  private static final int NAME_DIGITS = 16;

  static Plan of(Recipe recipe, Path folder, Ami base) throws BakeException {
    SortedMap<String, Inputs.Input> inputs = Inputs.collect(recipe, folder);
    SortedMap<String, String> lock = new TreeMap<>();
    lock.put("base ami", base.id());
    lock.put("base name", base.name());
    lock.put("base created", base.created());
    lock.put("base owner", base.owner());
    lock.put("base architecture", base.architecture());
    for (String wish : recipe.packages()) {
      String[] parts = wish.split(">=", 2);
      lock.put("package " + parts[0], parts.length == 2 ? ">=" + parts[1] : "any");
    }
    inputs.forEach((target, input) -> lock.put("file " + target, input.lock()));
    ImageId id = new ImageId(recipe.name(), Canonical.digest(recipe, lock));
    return new Plan(recipe, folder, base, inputs, new Resolved(id, lock));
  }

  static String file(Path folder) {
    return folder.resolve("image.yaml").toString();
  }

  ImageId id() {
    return resolved.image();
  }

  /**
   * The image's name on AWS: at most 128 characters, without {@code +} (EC2 API reference,
   * CreateImage).
   */
  String amiName() {
    return amiName(id(), recipe.version());
  }

  static String amiName(ImageId id, String version) {
    return "repave-%s-%s-%s"
        .formatted(
            id.name(),
            version.replaceAll("[^A-Za-z0-9._-]", "-"),
            id.digest().substring(0, NAME_DIGITS));
  }

  /** A client token: the same for the same effect, at most 64 characters. */
  String token(String effect) {
    String text = id().full() + " " + effect;
    return Sha256.of(text);
  }

  /** What the image carries from its creation on. */
  SortedMap<String, String> tags() {
    SortedMap<String, String> tags = ImageTags.of(id());
    tags.put(ImageTags.NAME, recipe.name() + " " + recipe.version());
    tags.put(ImageTags.FUNCTION, recipe.function());
    tags.put(ImageTags.VERSION, recipe.version());
    tags.put(ImageTags.OWNER, recipe.owner());
    tags.put(ImageTags.BASE, base.id());
    return tags;
  }
}
