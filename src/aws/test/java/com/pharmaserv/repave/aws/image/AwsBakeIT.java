package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.systems.Commands;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.Recipe.Command;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that a builder machine gets, run by a real shell. */
class AwsBakeIT {
  @TempDir Path temp;
  private Path root;
  private RealShell shell;
  private BakeWorld world;

  @BeforeEach
  void prepare() throws Exception {
    root = Files.createDirectories(temp.toRealPath().resolve("machine"));
    shell = new RealShell(root);
    world = new BakeWorld(temp.toRealPath(), 11);
    Files.createDirectories(world.folder.resolve("lib"));
    Files.writeString(world.folder.resolve("lib/empty"), "");
    world.cloud.region(BakeWorld.HOME).part(Commands.class).behave(shell);
  }

  @Test
  void putsFilesAndServiceIntoTheImage() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    Files.createDirectories(world.folder.resolve("lib"));
    Files.write(world.folder.resolve("lib/noise.bin"), noise);
    Files.writeString(world.folder.resolve("lib/start.sh"), "#!/bin/sh\necho started\n");
    Image image =
        bake(
            List.of(
                new Command("cat a.txt > b.txt && echo 'it''s {{done}} in' \"$(pwd)\"", 5),
                new Command("./lib/start.sh > started.txt", 6)),
            List.of(new Command("test -s b.txt", 8)));

    Path tree = root.resolve("opt/repave/app");
    assertThat(Files.readAllBytes(tree.resolve("lib/noise.bin"))).isEqualTo(noise);
    assertThat(Files.readString(tree.resolve("b.txt"))).isEqualTo("a\n");
    assertThat(Files.readString(tree.resolve("started.txt"))).isEqualTo("started\n");
    assertThat(world.said).contains("  its {{done}} in " + tree);
    assertThat(Files.readString(root.resolve("etc/systemd/system/repave-app.service")))
        .contains("WorkingDirectory=" + tree + "\n")
        .contains(
            "ExecStart=/usr/bin/env \"java\" \"-cp\" \"a b\" \"100%%\" \"$$HOME\" \"\\\"q\\\"\"\n");
    assertThat(Files.readString(root.resolve("systemctl.log")))
        .contains("enable repave-app.service\n");
    assertThat(image.lock())
        .containsEntry("resolved package openssl", "3.0.17-1")
        .containsEntry("resolved package bash", "5.2")
        .doesNotContainKey("resolved package removed");
    assertThat(world.said).contains("  package openssl is 3.0.17-1", "  package curl is 8.5.0-1");
  }

  @Test
  void leavesNothingOfTheOneMachineInTheImage() throws Exception {
    for (String secret :
        List.of(
            "etc/ssh/ssh_host_rsa_key",
            "root/.bash_history",
            "home/admin/.ssh/authorized_keys",
            "var/lib/amazon/ssm/i-1/registration",
            "var/lib/cloud/instances/i-1/user-data.txt",
            "tmp/left")) {
      Path file = root.resolve(secret);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "secret");
    }
    Files.writeString(root.resolve("etc/machine-id"), "0123");
    Files.writeString(root.resolve("var/log/syslog"), "much");
    bake(List.of(), List.of());
    assertThat(shell.runFile("run/repave-generalise").exitCode()).isZero();

    for (String gone :
        List.of(
            "etc/ssh/ssh_host_rsa_key",
            "root/.bash_history",
            "home/admin/.ssh/authorized_keys",
            "var/lib/amazon/ssm/i-1",
            "var/lib/cloud/instances/i-1",
            "var/lib/repave-bake",
            "tmp/left")) {
      assertThat(root.resolve(gone)).doesNotExist();
    }
    assertThat(root.resolve("etc/machine-id")).isEmptyFile();
    assertThat(root.resolve("var/log/syslog")).isEmptyFile();
    assertThat(Files.readString(root.resolve("systemctl.log")))
        .contains("start repave-generalise.service\n");
  }

  @Test
  void tellsEveryLineOfMuchOutput() throws Exception {
    bake(List.of(new Command("seq 1 20000", 5)), List.of());

    assertThat(world.said).filteredOn(line -> line.matches("  \\d+")).hasSize(20_000);
  }

  @Test
  void commandFailsAtItsFirstFailingPart() {
    assertThatThrownBy(() -> bake(List.of(new Command("false | cat; echo never", 5)), List.of()))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("image.yaml:5: setup")
        .hasMessageEndingWith("failed with status 1: no output");
    assertThat(world.holdings()).isEmpty();
  }

  @Test
  void commandsSeeNothingOfTheAgentsEnvironment() throws Exception {
    bake(List.of(new Command("env | cut -d= -f1", 5)), List.of());

    assertThat(world.said)
        .filteredOn(line -> line.matches("  [A-Z_]+"))
        .extracting(String::strip)
        .contains("PATH", "HOME")
        .isSubsetOf("PATH", "HOME", "LC_ALL", "DEBIAN_FRONTEND", "PWD", "OLDPWD", "SHLVL", "_");
  }

  @Test
  void refusesPackageThatIsTooOld() {
    assertThatThrownBy(() -> world.bake(recipe(List.of("openssl>=3.0.18"), List.of(), List.of())))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("package 'openssl' is too old: 3.0.17-1, at least 3.0.18 is needed");
  }

  private Image bake(List<Command> setup, List<Command> checks) throws Exception {
    return world.bake(recipe(List.of("openssl>=3.0", "curl"), setup, checks));
  }

  private static Recipe recipe(List<String> packages, List<Command> setup, List<Command> checks) {
    return new Recipe(
        "hello",
        "app",
        "1",
        BakeWorld.BASE,
        List.of(
            new Recipe.FileEntry("a.txt", "a.txt", false),
            new Recipe.FileEntry("lib", "lib", true)),
        packages,
        setup,
        List.of("java", "-cp", "a b", "100%", "$HOME", "\"q\""),
        new Recipe.HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(1)),
        checks,
        "owner");
  }
}
