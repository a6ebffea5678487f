package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.local.image.Apart;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A machine of a real Debian image from its publication to its end, in a process of its own. */
public final class RoomMain {
  private static final Duration RUN_MAX = Duration.ofMinutes(3);
  private static final Path SUBUID = Path.of("/etc/subuid");

  private RoomMain() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).resolve("world");
    LocalWorld world = new LocalWorld(Files.createDirectory(folder));
    try {
      ImageId image =
          world.provider.publish(DebianTree.finished(folder, "1"), System.out::println).id();
      world.start();
      GenerationId id = world.launch(world.web, 1, Optional.of(Slot.BLUE), image, 1);
      world.untilServing(world.web, id, 1);
      world.shift(Weights.NONE, new Weights(100, 0), world.newEpoch());
      System.out.println(RoomIT.get(world, "/look"));
    } finally {
      LocalCloud.stop(world.home);
      Apart.remove(System.getenv("PATH"), folder);
    }
    boolean clean = !Files.exists(folder) && world.machineProcesses().isEmpty();
    System.out.println("left: " + (clean ? "nothing" : "something"));
  }

  /** One who has ids to give away and may read this project. */
  static Optional<String> ordinaryUser() throws IOException {
    if (!Files.exists(SUBUID)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(SUBUID)) {
      return lines
          .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))))
          .filter(user -> !user.isEmpty() && !user.equals("root"))
          .filter(RoomMain::reads)
          .findFirst();
    }
  }

  private static boolean reads(String user) {
    String here = Path.of("pom.xml").toAbsolutePath().toString();
    try {
      return new ProcessBuilder("runuser", "-u", user, "--", "test", "-r", here).start().waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs it as somebody else, who may not be able to read where root keeps the libraries. */
  static String runAs(String user, Path folder) throws Exception {
    List<String> copied = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path to = folder.resolve("library-" + copied.size() + (entry.endsWith(".jar") ? ".jar" : ""));
      copied.add(to.toString());
      run(folder, List.of("cp", "-r", entry, to.toString()));
    }
    run(folder, List.of("chown", "-R", user, folder.toString()));
    return run(
        Path.of("").toAbsolutePath(),
        List.of(
            "runuser",
            "-u",
            user,
            "--",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            String.join(File.pathSeparator, copied),
            RoomMain.class.getName(),
            folder.toString()));
  }

  private static String run(Path folder, List<String> command) throws Exception {
    List<String> said = new ArrayList<>();
    Map<String, String> variables = Map.of("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
    Shell.Outcome outcome = new Shell(folder, variables, RUN_MAX).run(command, said::add);
    assertThat(outcome.good()).as(said.toString()).isTrue();
    return String.join("\n", said);
  }
}
