package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd itself says about the unit and its timer; each check also sees a broken copy. */
class ServiceExamplesIT {
  private static final Path EXAMPLES = ProjectRoot.resolve("src/docs/examples");
  private static final String SERVICE = "repave-rotate.service";
  private static final String TIMER = "repave-rotate.timer";

  /** The first that judges a sandbox without a running systemd. */
  private static final int VERSION_MIN = 250;

  /**
   * Of systemd's scale from 0 to 10, in tenths: "OK" ends at 2.9, most services have 9 and more.
   */
  private static final int EXPOSURE_MAX = 20;

  /** Two years, with each of their clock changes. */
  private static final int NIGHTS = 730;

  private static final Pattern DATE =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2}) \\d{2}:\\d{2}:00 UTC");

  @TempDir Path folder;

  @Test
  void systemdFindsNothingWrongWithTheUnits() throws Exception {
    assertThat(verify(read(SERVICE), read(TIMER))).isEqualTo(new Said(0, ""));
  }

  @Test
  void systemdNoticesAWordATimeAndAProgramThatAreNone() throws Exception {
    Said said =
        verify(
            changed(SERVICE, "SuccessExitStatus=4", "SuccesExitStatus=4"),
            changed(TIMER, "03:30:00 Europe/Dublin", "03:30:00 Europe/Dubline"));
    assertThat(said.text())
        .contains("Unknown key 'SuccesExitStatus'", "Failed to parse calendar specification");
    Said other =
        verify(
            changed(SERVICE, "ExecStart=/opt/repave/repave", "ExecStart=/opt/repeve"), read(TIMER));
    assertThat(other.text()).contains("/opt/repeve is not executable");
  }

  @Test
  void theSandboxIsTight() throws Exception {
    assertThat(exposure(read(SERVICE)).code()).isZero();
    Said open = exposure(changed(SERVICE, "SystemCallFilter=", "#"));
    assertThat(open.code()).as(open.text()).isEqualTo(1);
  }

  @Test
  void itStartsOnEveryNightOfTwoYears() throws Exception {
    Matcher calendar = Pattern.compile("(?m)^OnCalendar=(.*)$").matcher(read(TIMER));
    assertThat(calendar.find()).isTrue();

    assertThat(nights(calendar.group(1))).isEqualTo(NIGHTS);
    // Clocks in Dublin go from 1:00 to 2:00, once in each spring.
    assertThat(nights("*-*-* 01:30:00 Europe/Dublin")).isEqualTo(NIGHTS - 2);
  }

  /** On how many of the days it starts. */
  private long nights(String calendar) throws IOException, InterruptedException {
    LocalDate first = LocalDate.of(2026, 1, 1);
    Said said = analyze("calendar", "--base-time=" + first, "--iterations=" + NIGHTS, calendar);
    assertThat(said.code()).as(said.text()).isZero();
    return DATE.matcher(said.text())
        .results()
        .map((MatchResult found) -> LocalDate.parse(found.group(1)))
        .filter(day -> day.isBefore(first.plusDays(NIGHTS)))
        .distinct()
        .count();
  }

  private Said exposure(String service) throws IOException, InterruptedException {
    Path unit = Files.writeString(folder.resolve(SERVICE), service);
    return analyze(
        "security", "--offline=true", "--threshold=" + EXPOSURE_MAX, "--no-pager", unit.toString());
  }

  /** In a root of its own, where the program is, and what systemd brings to depend on. */
  private Said verify(String service, String timer) throws IOException, InterruptedException {
    Path root = Files.createTempDirectory(folder, "root");
    Path program = root.resolve("opt/repave/repave");
    Files.createDirectories(program.getParent());
    Files.copy(ProjectRoot.resolve("repave"), program);
    Path units = Files.createDirectories(root.resolve("etc/systemd/system"));
    Files.writeString(units.resolve(SERVICE), service);
    Files.writeString(units.resolve(TIMER), timer);
    Path brought = Files.createDirectories(root.resolve("usr/lib/systemd/system"));
    for (Path from : brought()) {
      Files.copy(from, brought.resolve(from.getFileName()));
    }
    return analyze("verify", "--man=no", "--root=" + root, SERVICE, TIMER);
  }

  private static List<Path> brought() throws IOException {
    Path units = Path.of("/usr/lib/systemd/system");
    if (!Files.isDirectory(units)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(units)) {
      return files.filter(Files::isRegularFile).filter(f -> !Files.isSymbolicLink(f)).toList();
    }
  }

  private Said analyze(String... arguments) throws IOException, InterruptedException {
    requireSystemd();
    return Said.by(
        folder, Stream.concat(Stream.of("systemd-analyze"), Stream.of(arguments)).toList());
  }

  private void requireSystemd() throws InterruptedException {
    try {
      String said = Said.by(folder, List.of("systemd-analyze", "--version")).text();
      Matcher version = Pattern.compile("^systemd ([0-9]{1,6})").matcher(said);
      if (!version.find() || Integer.parseInt(version.group(1)) < VERSION_MIN) {
        throw new IOException("needs version %s, this says: %s".formatted(VERSION_MIN, said));
      }
    } catch (IOException absent) {
      throw Said.without("systemd-analyze", absent);
    }
  }

  private static String read(String example) throws IOException {
    return Files.readString(EXAMPLES.resolve(example));
  }

  private static String changed(String example, String from, String to) throws IOException {
    String text = read(example);
    assertThat(text).contains(from);
    return text.replace(from, to);
  }
}
