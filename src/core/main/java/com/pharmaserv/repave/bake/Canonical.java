package com.pharmaserv.repave.bake;

import com.pharmaserv.repave.model.Recipe;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * The one text that stands for a recipe with all its inputs. Its SHA-256 is the image's digest, so
 * everything that may change the image is in it and nothing else: no comments, no line numbers, no
 * paths of this machine, no times. Values carry their length, so that no two recipes share a text.
 */
public final class Canonical {
  /** Changes whenever the meaning of the text changes: then every image is baked again. */
  private static final String FORMAT = "repave-image-1";

  private final StringBuilder text = new StringBuilder(FORMAT).append('\n');

  private Canonical() {}

  /** The text; the lock's entries must be known before the bake. */
  public static String text(Recipe recipe, SortedMap<String, String> lock) {
    Canonical canonical = new Canonical();
    canonical.add("name", recipe.name());
    canonical.add("function", recipe.function());
    canonical.add("version", recipe.version());
    canonical.add("base", recipe.base().text());
    canonical.add("owner", recipe.owner());
    canonical.addAll("package", recipe.packages());
    canonical.addAll("setup", recipe.setup().stream().map(Recipe.Command::shell).toList());
    canonical.addAll("run", recipe.run());
    canonical.addAll("check", recipe.checks().stream().map(Recipe.Command::shell).toList());
    canonical.add("health.path", recipe.health().path());
    canonical.add("health.interval", recipe.health().interval().toString());
    canonical.add("health.timeout", recipe.health().timeout().toString());
    canonical.addMachine(recipe.machine());
    lock.forEach((name, value) -> canonical.add("lock " + name, value));
    return canonical.text.toString();
  }

  /** The digest of the text, in hexadecimal. */
  public static String digest(Recipe recipe, SortedMap<String, String> lock) {
    return Sha256.of(text(recipe, lock));
  }

  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Nothing where a recipe is for a tree alone: such texts are as they always were. */
  private void addMachine(Recipe.Machine machine) {
    if (machine.equals(Recipe.Machine.NONE)) {
      return;
    }
    addAll("user", machine.users());
    machine.user().ifPresent(user -> add("run.user", user));
    addAll("enable", machine.enable());
    addAll("mask", machine.mask());
    addAll("sysctl", machine.sysctl());
    addAll("listen", machine.listen());
    for (Recipe.Artefact artefact : machine.artefacts()) {
      add("artefact", artefact.sha256() + " " + artefact.to().orElse("package"));
    }
    add("disk", Integer.toString(machine.diskGib()));
  }

  private void addAll(String name, List<String> values) {
    values.forEach(value -> add(name, value));
  }

  private void add(String name, String value) {
    text.append(name.length()).append(':').append(name).append('=');
    text.append(value.length()).append(':').append(value).append('\n');
  }
}
