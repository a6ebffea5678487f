package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Commands;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.layout.Layout;
import com.pharmaserv.repave.debian.layout.LayoutText;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps of a bake: packages, tree, disk. Each is kept by the hash of all that goes into it, so
 * that a bake which was killed, or differs only later, goes on from there.
 */
final class Steps {
  /** The packed tree of an image, in the folders of its steps. */
  static final String TREE = "tree.tar";

  private final Path folder;
  private final PackageStore store;
  private final Path workshop;
  private final String tools;
  private final Host host;
  private final Says says;

  /**
   * Prepares.
   *
   * @param folder where results are kept
   * @param workshop the tree of tools, packed
   * @param tools the hash of it
   */
  Steps(Path folder, PackageStore store, Path workshop, String tools, Host host, Says says) {
    this.folder = folder;
    this.store = store;
    this.workshop = workshop;
    this.tools = tools;
    this.host = host;
    this.says = says;
  }

  /** A finished step: the folder of what it made. */
  record Made(String key, Path folder) {
    Path file(String name) {
      return folder.resolve(name);
    }
  }

  /** Work of a step in its room. */
  private interface Work {
    void in(Room room) throws IOException, BakeException;
  }

  /** The locked packages, installed into an empty tree. */
  Made packages(Blueprint blueprint, Lock lock) throws IOException, BakeException {
    List<String> names = lock.packages().stream().map(LockedPackage::name).toList();
    return made(
        "packages",
        lock,
        packagesOf(blueprint, lock),
        "installing %s packages".formatted(names.size()),
        List.of("packages.tar"),
        room -> {
          Repository.make(room.work().resolve("repository"), lock, blueprint.artefacts(), "/store");
          require(room.run("packages", names, indented()), blueprint.last().file(), "packages");
        });
  }

  private static String packagesOf(Blueprint blueprint, Lock lock) {
    StringBuilder inputs = new StringBuilder();
    lock.packages().forEach(p -> inputs.append(p.sha256()).append('\n'));
    blueprint.artefacts().forEach(a -> inputs.append(a).append('\n'));
    return inputs.toString();
  }

  /** Where the packed tree is, if it was made already. */
  Path treeAt(Blueprint blueprint, Lock lock) throws IOException {
    String packages = key("packages", lock, packagesOf(blueprint, lock));
    return place("tree", key("tree", lock, treeOf(blueprint, packages))).resolve(TREE);
  }

  private static String treeOf(Blueprint blueprint, String packages) {
    StringBuilder inputs = new StringBuilder(packages).append('\n').append(blueprint.text());
    blueprint
        .inputs()
        .forEach((to, input) -> inputs.append(to).append(' ').append(input.lock()).append('\n'));
    return inputs.toString();
  }

  /** The tree of the image: packages, files, users, units, and what setup commands do. */
  Made tree(Blueprint blueprint, Lock lock, Made packages) throws IOException, BakeException {
    return made(
        "tree",
        lock,
        treeOf(blueprint, packages.key()),
        "putting %s files in".formatted(blueprint.inputs().size()),
        List.of(TREE, "vmlinuz"),
        room -> {
          Path work = room.work();
          Files.createLink(work.resolve("packages.tar"), packages.file("packages.tar"));
          Overlay overlay = new Overlay(blueprint, lock.at());
          overlay.write(work.resolve("overlay.tar"), store.folder());
          Files.write(work.resolve("enable"), overlay.enabled());
          Files.write(work.resolve("mask"), blueprint.machine().mask());
          Path setup = Files.createDirectory(work.resolve("setup"));
          List<Blueprint.Step> commands = blueprint.setup();
          for (int i = 0; i < commands.size(); i++) {
            Files.writeString(setup.resolve(Overlay.number(i)), commands.get(i).command().shell());
          }
          setUp(room, blueprint, commands);
        });
  }

  private void setUp(Room room, Blueprint blueprint, List<Blueprint.Step> commands)
      throws IOException, BakeException {
    int[] current = {-1};
    Apart.Ended ended =
        room.run(
            "tree",
            List.of(),
            line -> {
              if (line.startsWith("@setup ")) {
                current[0] = Integer.parseInt(line.substring(7));
                says.line(Commands.announced("setup", commands.get(current[0]).command()));
              } else {
                says.line("  " + line);
              }
            });
    if (!ended.good() && current[0] >= 0) {
      Blueprint.Step step = commands.get(current[0]);
      throw Commands.failed(
          step.source().folder(), "setup", step.command(), ended.how(), ended.tail());
    }
    require(ended, blueprint.last().file(), "tree");
  }

  /**
   * A disk that firmware starts from the tree.
   *
   * @param layout the order in which it is filled; that of the tree if there is none
   */
  Made disk(Blueprint blueprint, Lock lock, Made tree, Optional<Layout> layout)
      throws IOException, BakeException {
    int mib = blueprint.machine().diskGib() * 1024;
    // The same for every version of an image, so that a patched one differs where it was patched.
    UUID id =
        UUID.nameUUIDFromBytes(
            ("repave " + blueprint.recipe().name()).getBytes(StandardCharsets.UTF_8));
    List<String> arguments = List.of(Integer.toString(mib), id.toString());
    return made(
        "disk",
        lock,
        tree.key() + arguments + layout.map(LayoutText::digest).orElse(""),
        "making a disk of %s GiB".formatted(blueprint.machine().diskGib()),
        List.of("disk.raw"),
        room -> {
          Files.createLink(room.work().resolve("vmlinuz"), tree.file("vmlinuz"));
          if (layout.isPresent()) {
            Layouts.lay(tree.file(TREE), layout.get(), room.work());
          } else {
            Files.createLink(room.work().resolve(TREE), tree.file(TREE));
          }
          require(room.run("disk", arguments, indented()), blueprint.last().file(), "disk");
        });
  }

  private Says indented() {
    return line -> says.line("  " + line);
  }

  private static void require(Apart.Ended ended, String recipe, String step) throws BakeException {
    if (!ended.good()) {
      throw new BakeException("%s: step '%s' of the bake %s".formatted(recipe, step, ended.text()));
    }
  }

  private Made made(
      String step, Lock lock, String inputs, String what, List<String> files, Work work)
      throws IOException, BakeException {
    String key = key(step, lock, inputs);
    Path place = place(step, key);
    if (Files.exists(place)) {
      says.line(what + ": nothing changed, taken from an earlier bake");
      return new Made(key, place);
    }
    says.line(what);
    Path draft = folder.resolve("draft");
    Files.createDirectories(folder);
    try (Room room = new Room(folder.resolve("room"), workshop, store.folder(), lock.at(), host)) {
      work.in(room);
      Apart.remove(host, draft);
      Files.createDirectory(draft);
      for (String file : files) {
        Files.move(room.work().resolve(file), draft.resolve(file));
      }
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    }
    return new Made(key, place);
  }

  private String key(String step, Lock lock, String inputs) throws IOException {
    return Sha256.of(
        String.join("\n", step, tools, Scripts.digest(), lock.at().toString(), inputs));
  }

  private Path place(String step, String key) {
    return folder.resolve(step + "-" + key.substring(0, 24));
  }
}
