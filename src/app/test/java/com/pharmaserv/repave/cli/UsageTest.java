package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.Playground.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines that cannot be meant: one message, a remedy, exit code 2, and nothing done. */
class UsageTest {
  @TempDir Path folder;
  private Playground ground;

  @BeforeEach
  void makeProject() throws IOException {
    ground = Playground.in(folder);
  }

  @Test
  void guessesAMisspelledCommand() {
    refuses("unknown command 'statu'; did you mean 'status'?", "repave --help", "statu");
    refuses("unknown command 'frobnicate'", "repave --help", "frobnicate");
    refuses("unknown command 'lst'; did you mean 'list'?", "repave images --help", "images", "lst");
  }

  @Test
  void guessesAMisspelledOption() {
    refuses(
        "unknown option '--agian'; did you mean '--again'?",
        "repave roll --help",
        "roll",
        "-e",
        "local-eu",
        "--agian");
  }

  @Test
  void saysWhatIsMissing() {
    refuses(
        "missing --environment (or set REPAVE_ENVIRONMENT)", "repave roll --help", "roll", "hello");
    refuses("missing IMAGE", "repave images show --help", "images", "show");
    refuses("missing --reason", "repave images block --help", "images", "block", "hello@12");
    refuses(
        "missing --reason",
        "repave images release --help",
        "images",
        "release",
        "hello@12",
        "--to",
        "staging");
    refuses(
        "missing --to",
        "repave images release --help",
        "images",
        "release",
        "hello@12",
        "--reason",
        "good");
    refuses(
        "'repave images' needs a command: lock, layout, list, show, diff, verify, release, block,"
            + " unblock, gc, restore",
        "repave images --help",
        "images");
    refuses("'repave local' needs a command: start, stop, status", "repave local --help", "local");
  }

  @Test
  void listsTheChoicesOfAnOption() {
    refuses(
        "invalid value for option '--until': expected one of [approval, promoted, retired] but was 'soon'",
        "repave roll --help",
        "roll",
        "-e",
        "local-eu",
        "--until",
        "soon");
    refuses(
        "invalid value for option '--output': expected one of [text, json] but was 'xml'",
        "repave status --help",
        "status",
        "--output",
        "xml");
  }

  @Test
  void listsTheChannels() {
    refuses(
        "invalid value for option '--to': expected one of [candidate, staging, production] but was 'prod'",
        "repave images release --help",
        "images",
        "release",
        "hello@12",
        "--to",
        "prod",
        "--reason",
        "good");
  }

  @Test
  void refusesToReleaseWhatIsNotThereOrWithoutAWord() {
    fails(
        "no image 'hello@12'",
        "bake one with 'repave bake'",
        "images",
        "release",
        "hello@12",
        "--to",
        "staging",
        "--reason",
        "good");
    fails(
        "--reason is blank",
        "say why",
        "images",
        "release",
        "hello@12",
        "--to",
        "staging",
        "--reason",
        " ");
  }

  @Test
  void refusesOneArgumentTooMany() {
    refuses(
        "unexpected argument 'world'",
        "repave roll --help",
        "roll",
        "-e",
        "local-eu",
        "hello",
        "world");
  }

  @Test
  void guessesAMisspelledName() {
    fails("no environment 'local-ue'", "did you mean local-eu?", "roll", "-e", "local-ue", "hello");
    fails(
        "has no fleet 'helo'",
        "did you mean hello? it has: hello",
        "roll",
        "-e",
        "local-eu",
        "helo");
    fails("no recipe 'helo'", "did you mean hello?", "bake", "helo");
    fails("no image 'hello@12'", "bake one with 'repave bake'", "images", "show", "hello@12");
  }

  @Test
  void refusesNumbersOutOfTheirBounds() {
    fails("--last 0 must be at least 1", "", "journal", "show", "-e", "local-eu", "--last", "0");
    fails(
        "--parallel 101 must be from 1 to 100",
        "",
        "rotate",
        "-e",
        "local-eu",
        "--parallel",
        "101");
    fails("--boot 0 must be from 1 to 3600", "", "rehearse", "-e", "local-eu", "--boot", "0");
  }

  @Test
  void takesTheEnvironmentFromItsVariable() {
    Answer unset = ground.run("audit");
    assertThat(unset.code()).isEqualTo(ExitCode.USAGE);

    ground.with("REPAVE_ENVIRONMENT", "local-eu");
    assertThat(ground.run("rehearse").code()).isEqualTo(ExitCode.DONE);
    assertThat(ground.run("rehearse", "-e", "other").err()).contains("no environment 'other'");
    ground.with("REPAVE_ENVIRONMENT", "elsewhere");
    assertThat(ground.run("rehearse").err()).contains("no environment 'elsewhere'");
    ground.with("REPAVE_ENVIRONMENT", " ");
    assertThat(ground.run("rehearse").err()).contains("missing --environment");
  }

  @Test
  void takesCommonOptionsBeforeAndBehindTheCommand() {
    String before = ground.run("--output", "json", "images", "list").out();
    String between = ground.run("images", "--output", "json", "list").out();
    String behind = ground.run("images", "list", "--output", "json").out();

    assertThat(before).startsWith("{").isEqualTo(between).isEqualTo(behind);
  }

  @Test
  void refusesAnOptionThatIsGivenTwice() {
    Answer answer = ground.run("status", "--project", folder.toString());

    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("option '--project'", "only once");
  }

  @Test
  void completesEveryCommand() {
    Answer answer = ground.run("completion");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains(Tool.NAMES).contains("--project", "unblock");
  }

  private void refuses(String message, String help, String... words) {
    Answer answer = ground.run(words);
    assertThat(answer.err()).isEqualTo("repave: " + message + "\nTry '" + help + "'.\n");
    assertThat(answer.out()).isEmpty();
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ground.home()).doesNotExist();
  }

  private void fails(String message, String remedy, String... words) {
    Answer answer = ground.run(words);
    assertThat(answer.err()).startsWith("repave: ").contains(message).contains(remedy);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ground.home()).doesNotExist();
  }
}
