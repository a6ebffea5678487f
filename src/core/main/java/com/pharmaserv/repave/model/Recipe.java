package com.pharmaserv.repave.model;

import java.time.Duration;
import java.util.List;

/**
 * What an image is baked from.
 *
 * @param function the one function of the machines that run it
 * @param version what people call this state of the recipe
 * @param packages that the base must provide, by name
 * @param setup commands run in the image's tree while it is baked
 * @param run command line that a machine starts with, in its tree
 * @param checks commands that must succeed in the tree before the image may be used
 */
public record Recipe(
    String name,
    String function,
    String version,
    Base base,
    List<FileEntry> files,
    List<String> packages,
    List<Command> setup,
    List<String> run,
    HealthCheck health,
    List<Command> checks,
    String owner) {
  public Recipe {
    Names.require("image", name);
    Names.require("function", function);
    files = List.copyOf(files);
    packages = List.copyOf(packages);
    setup = List.copyOf(setup);
    run = List.copyOf(run);
    checks = List.copyOf(checks);
    if (run.isEmpty()) {
      throw new IllegalArgumentException("run of image '" + name + "' must name a command");
    }
  }

  /** A file next to the recipe and where it goes in the image's tree; both relative. */
  public record FileEntry(String from, String to, boolean executable) {}

  /** A shell command and the line of the recipe it stands on, for messages. */
  public record Command(String shell, int line) {}

  /** How a machine's health is read over HTTPS: any 2xx answer within the timeout is healthy. */
  public record HealthCheck(String path, Duration interval, Duration timeout) {}
}
