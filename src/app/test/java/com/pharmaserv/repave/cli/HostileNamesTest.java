package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.Playground.Answer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of files, owners and output of commands are shown, never obeyed. */
class HostileNamesTest {
  private static final String FILE =
      "x\nrepave: all is well\u001b]0;owned\u0007%stxt.gnp".formatted(turned());

  @TempDir Path folder;

  @Test
  void nothingThatATerminalWouldObeyIsPrinted() throws Exception {
    Playground ground = Playground.in(folder);
    ground.recipe(
        Playground.RECIPE
            .replace("{from: hello.txt, to: hello.txt}", "{from: lib, to: lib}")
            .replace("run: [cat, hello.txt]", "run: [cat, lib]")
            .replace(
                "  - test -s hello.txt", "  - printf 'a\\033[2J\\302\\233b\\342\\200\\256c\\n'"));
    Path lib = ground.project().resolve("images/hello/lib");
    Files.createDirectories(lib);
    Files.writeString(lib.resolve(FILE), "text");

    harmless(ground.run("bake", "hello", "--plan"));
    Answer baked = ground.run("bake", "hello");
    assertThat(baked.code()).as(baked.err()).isZero();
    harmless(baked);
    String image = baked.out().split(" ", 2)[0];
    harmless(ground.run("images", "show", image));
    harmless(ground.run("images", "show", image, "--output", "json"));
    harmless(ground.run("images", "list"));
    Files.writeString(lib.resolve(FILE), "other text");
    Answer again = ground.run("bake", "hello");
    Answer diff = ground.run("images", "diff", image, again.out().split(" ", 2)[0]);
    harmless(diff);
    assertThat(diff.out().lines()).hasSize(1);
    harmless(ground.run("images", "show", "no\u001b[2J\u202esuch"));
    harmless(ground.run("no\u001b[2J\u009bsuch"));
    harmless(ground.run("roll", "-e", "local\u001b[2J\u202e", "--reason", "x"));
  }

  /** What turns the reading direction, if this machine's file names may have it. */
  private static String turned() {
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
    return names.newEncoder().canEncode('\u202e') ? "\u202e" : "";
  }

  private static void harmless(Answer answer) {
    for (String text : List.of(answer.out(), answer.err())) {
      assertThat(text).doesNotContain("\nrepave: all is well");
      assertThat(text.codePoints().filter(HostileNamesTest::obeyed)).as(text).isEmpty();
    }
  }

  private static boolean obeyed(int point) {
    int type = Character.getType(point);
    return point != '\n' && (type == Character.CONTROL || type == Character.FORMAT);
  }
}
