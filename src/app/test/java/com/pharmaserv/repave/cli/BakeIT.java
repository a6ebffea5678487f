package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.Playground.Answer;
import com.pharmaserv.repave.wiring.Holder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bakes that fail leave no image, say why, and the next one goes well. */
class BakeIT {
  @TempDir Path folder;
  private Playground ground;

  @BeforeEach
  void makeProject() throws IOException {
    ground = Playground.in(folder);
  }

  @Test
  void leavesNoImageWhenACheckFailsAndNamesItsLine() throws IOException {
    ground.recipe(Playground.RECIPE + "  - grep -q hallo hello.txt\n");

    Answer failed = ground.run("bake", "hello");
    assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("repave: ", "images/hello/image.yaml:12", "grep -q hallo hello.txt");
    assertThat(ground.run("images", "list").out()).startsWith("no images yet");

    Files.writeString(ground.project().resolve("images/hello/hello.txt"), "hallo\n");
    assertThat(ground.run("bake", "hello").code()).isZero();
    assertThat(ground.run("images", "list").out()).contains("hello@");
  }

  @Test
  void saysWhatIsWrongWithAHomeThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    for (String home : List.of(file.resolve("home").toString(), "/proc/repave")) {
      ground.with("REPAVE_HOME", home);
      for (List<String> words : List.of(List.of("bake", "hello"), List.of("local", "start"))) {
        Answer answer = ground.run(words.toArray(new String[0]));
        assertThat(answer.code()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.err()).contains(home).contains("make it writable for this user");
      }
    }
    assertThat(file).hasContent("not a folder");
  }

  @Test
  void leavesNoImageWhenTheDiskIsFullAndBakesOnceItIsNot() throws Exception {
    Files.writeString(ground.project().resolve("images/hello/hello.txt"), "x".repeat(64_000));

    try (RealRun bake = limited(16, "bake", "hello")) {
      assertThat(bake.end()).as(bake.err()).isEqualTo(ExitCode.FAILED);
      assertThat(bake.err()).contains("was not baked", "File too large", "free space");
      assertThat(bake.err()).doesNotContain("\tat ");
    }
    assertThat(ground.run("images", "list").out()).startsWith("no images yet");

    assertThat(ground.run("bake", "hello").code()).isZero();
  }

  @Test
  void changesNothingWhereOnlyAPlanIsAskedFor() throws IOException {
    assertThat(ground.run("bake", "--plan").out()).contains("Would bake hello@");
    assertThat(ground.listing()).isEmpty();

    assertThat(ground.run("bake", "hello").code()).isZero();
    SortedMap<String, String> before = ground.listing();
    assertThat(ground.run("bake", "--plan").out()).contains("Exists already: hello@");
    String[] block = {"images", "block", "hello", "--reason", "CVE-2026-1234", "--plan"};
    assertThat(ground.run(block).out()).startsWith("Would block hello@");
    assertThat(ground.listing()).isEqualTo(before);
  }

  @Test
  void blocksAnImageUntilAPersonSaysOtherwise() {
    assertThat(ground.run("bake", "hello").code()).isZero();

    Answer blocked = ground.run("images", "block", "hello", "--reason", "CVE-2026-1234");
    assertThat(blocked.out()).startsWith("Blocked hello@");
    assertThat(ground.run("images", "block", "hello", "--reason", "again").out())
        .contains("is blocked already: CVE-2026-1234 (" + Holder.user());
    Answer roll = ground.run("roll", "-e", "local-eu");
    assertThat(roll.code()).isEqualTo(ExitCode.FAILED);
    assertThat(roll.err()).contains("every image of 'hello' is blocked");

    assertThat(ground.run("images", "unblock", "hello").out()).startsWith("Unblocked hello@");
    assertThat(ground.run("images", "unblock", "hello").out()).contains("is not blocked");
  }

  /** The tool in a process that may not write files above that many KiB. */
  private RealRun limited(int kibibytes, String... words) throws IOException {
    List<String> command = new ArrayList<>(Limits.fileSize(kibibytes));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(ground.line(words)));
    return RealRun.start(command, ground.home(), folder.resolve("run"));
  }
}
