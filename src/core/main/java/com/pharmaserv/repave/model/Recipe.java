package com.pharmaserv.repave.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an image is baked from.
 *
 * @param function the one function of the machines that run it
 * @param version what people call this state of the recipe
 * @param packages that the base must provide, by name
 * @param setup commands run in the image's tree while it is baked
 * @param run command line that a machine starts with, in its tree
 * @param checks commands that must succeed in the tree before the image may be used
 * @param machine what a whole machine needs beyond its tree; only on a base of Debian packages
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
    String owner,
    Machine machine) {
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

  /** A recipe for a tree on a base that is a whole machine already. */
  public Recipe(
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
    this(
        name,
        function,
        version,
        base,
        files,
        packages,
        setup,
        run,
        health,
        checks,
        owner,
        Machine.NONE);
  }

  /**
   * What a whole machine needs.
   *
   * @param users system users; none has a password, none can log in
   * @param user that runs the image's command; root if empty
   * @param enable units of systemd that start with the machine
   * @param mask units that can never start
   * @param sysctl kernel parameters, each {@code name=value}
   * @param listen what may be listened on beside the health service and on loopback, each {@code
   *     tcp 9100}
   * @param artefacts files from elsewhere, pinned
   * @param budgetMib most that the tree may hold, in MiB
   * @param diskGib size of the disk, in GiB
   */
  public record Machine(
      List<String> users,
      Optional<String> user,
      List<String> enable,
      List<String> mask,
      List<String> sysctl,
      List<String> listen,
      List<Artefact> artefacts,
      int budgetMib,
      int diskGib) {
    public static final int BUDGET_MIB = 1024;
    public static final int DISK_GIB = 4;

    public static final Machine NONE =
        new Machine(
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            BUDGET_MIB,
            DISK_GIB);

    public Machine {
      users = List.copyOf(users);
      enable = List.copyOf(enable);
      mask = List.copyOf(mask);
      sysctl = List.copyOf(sysctl);
      listen = List.copyOf(listen);
      artefacts = List.copyOf(artefacts);
    }
  }

  /**
   * A file from elsewhere that is what its hash says.
   *
   * @param to its place in the tree; a package (.deb) needs none, it is installed
   */
  public record Artefact(String url, String sha256, Optional<String> to) {}

  /** A file next to the recipe and where it goes in the image's tree; both relative. */
  public record FileEntry(String from, String to, boolean executable) {}

  /** A shell command and the line of the recipe it stands on, for messages. */
  public record Command(String shell, int line) {}

  /** How a machine's health is read over HTTPS: any 2xx answer within the timeout is healthy. */
  public record HealthCheck(String path, Duration interval, Duration timeout) {}
}
