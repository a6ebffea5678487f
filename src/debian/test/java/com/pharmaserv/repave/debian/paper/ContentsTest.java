package com.pharmaserv.repave.debian.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.pharmaserv.repave.debian.paper.Contents.Entry;
import com.pharmaserv.repave.debian.paper.Contents.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentsTest {
  /** The effective set of cap_setuid (bit 7): a byte that is no UTF-8. */
  private static final String SETUID = "0100000280000000" + "0".repeat(24);

  @TempDir Path folder;

  @Test
  void aTreeIsALineForEachEntry() throws IOException {
    Contents contents =
        new Trees()
            .folder("tmp", 01777)
            .file("usr/bin/su", 04755, "su")
            .link("etc/systemd/system/nginx.service", "/dev/null")
            .hardLink("usr/bin/su2", "./usr/bin/su")
            .owned("var/lib/app", 999, "")
            .contents(folder);
    assertThat(ContentsText.write(contents))
        .isEqualTo(
            """
            repave-contents-1
            l 0777 0:0 0 /dev/null - etc/systemd/system/nginx.service
            d 1777 0:0 0 - - tmp
            f 4755 0:0 2 0a64ce10853f25cb3dc3f7d498f62d72b406be37ba8caf5aa7671414d9696049 - usr/bin/su
            h 0644 0:0 0 usr/bin/su - usr/bin/su2
            f 0644 999:0 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 - var/lib/app
            """);
  }

  @Test
  void bytesOfACapabilityThatAreNoTextAreReadAsTheyAre() throws IOException {
    SortedMap<String, Entry> entries =
        new Trees()
            .file("a", 0644, "x".repeat(1000))
            .capable("usr/bin/newuidmap", SETUID)
            .contents(folder)
            .entries();
    assertThat(entries.values())
        .extracting(Entry::attributes, Entry::privileges)
        .contains(tuple(new TreeMap<>(Map.of("security.capability", SETUID)), "cap_setuid=ep"));
  }

  @ParameterizedTest
  @CsvSource({
    "0100000200200000000000000000000000000000,cap_net_raw=ep",
    "0000000200200000002000000000000000000000,cap_net_raw=ip",
    "01000002003000000010000000000000000000ff,cap_net_raw=ep cap_net_admin=eip cap_56",
    "0000000200000000000000000000000000000000,no capability",
    "00000002c0000000000000000100000000000000,'cap_setgid,cap_setuid,cap_mac_override=p'",
    "0100000300200000000000000000000000000000e8030000,cap_net_raw=ep for root 1000",
    "010000092020,capabilities 010000092020",
    "01,capabilities 01",
  })
  void capabilitiesHaveWords(String hex, String words) {
    assertThat(Capabilities.words(hex) + ",").startsWith(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "-",
        "100%",
        "line\nfeed",
        "tab\there",
        "F\u0151tan\u00fas\u00edtv\u00e1ny.pem",
        "\u202eexe.txt",
        "a=b,c",
        "\u001b[31m"
      })
  void everyNameIsOneWordAndComesBack(String name) throws IOException {
    Contents contents = new Trees().file(name, 0644, "x").link("to", name).contents(folder);
    assertThat(contents.entries()).containsKey(name);
    String text = ContentsText.write(contents);
    assertThat(text.lines().skip(1))
        .hasSize(2)
        .allMatch(line -> line.matches("[!-~]+( [!-~]+){6}"), "seven words of visible ASCII");
    assertThat(ContentsText.read(text)).isEqualTo(contents);
  }

  @Test
  void randomContentsComeBackFromTheirText() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      TreeMap<String, Entry> entries = new TreeMap<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        Kind kind = List.of(Kind.values()).get(random.nextInt(Kind.values().length));
        entries.put(
            "x" + name(random),
            new Entry(
                kind,
                random.nextInt(010000),
                random.nextInt(70_000),
                random.nextInt(70_000),
                random.nextInt(1_000_000),
                name(random),
                random.nextBoolean()
                    ? new TreeMap<>()
                    : new TreeMap<>(Map.of("x" + name(random), "00ff"))));
      }
      Contents contents = new Contents(entries);
      assertThat(ContentsText.read(ContentsText.write(contents)))
          .as("seed %s", seed)
          .isEqualTo(contents);
    }
  }

  private static String name(Random random) {
    return random
        .ints(random.nextInt(12), 1, 0x2fff)
        .filter(point -> !Character.isSurrogate((char) point))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "repave-blocks-1|line 1: no contents",
        "repave-contents-1;f 0644 0:0 1 ab - a;f 0644 0:0 1 ab - a|each once, sorted",
        "repave-contents-1;f 0644 0:0 1 ab - b;f 0644 0:0 1 ab - a|each once, sorted",
        "repave-contents-1;f 0644 0:0 01 ab - b|each once, sorted",
        "repave-contents-1;f 0644 0:0 1 ab - %4|line 2: '%4' has a percent sign",
        "repave-contents-1;f 0644 0:0 1 ab - %zz|line 2: '%zz' has a percent sign",
        "repave-contents-1;f 0644 0:0 1 ab x a|line 2: attributes are names",
        "repave-contents-1;z 0644 0:0 1 ab - a|line 2: must be kind",
        "repave-contents-1;f 0844 0:0 1 ab - a|line 2: must be kind",
        "repave-contents-1;f 0644 0:0 1 ab - a b|line 2: must be kind",
      })
  void anotherTextIsRefusedWithItsLine(String lines, String message) {
    assertThatThrownBy(() -> ContentsText.read(lines.replace(';', '\n') + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void twoEntriesOfOnePathAreRefused() throws IOException {
    Path one = new Trees().file("etc/a", 0644, "1").file("etc/b", 0644, "2").pack(tar());
    byte[] bytes = Files.readAllBytes(one);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("etc/b");
    bytes[at + 4] = 'a';
    // The checksum is a sum of bytes: an unused one at the header's end gives back what this took.
    bytes[at - 2 + 511]++;
    Files.write(one, bytes);
    assertThatThrownBy(() -> TreeContents.read(one))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'etc/a' twice");
  }

  @Test
  void aNameThatIsNoTextIsRefused() throws IOException {
    Path tar = new Trees().file("etc/name", 0644, "1").pack(tar());
    byte[] bytes = Files.readAllBytes(tar);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("name");
    bytes[at] = (byte) 0xff;
    Files.write(tar, bytes);
    assertThatThrownBy(() -> TreeContents.read(tar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not in UTF-8");
  }

  private Path tar() {
    return folder.resolve("other.tar");
  }

  @Test
  void unitsAreReadFromLinks() throws IOException {
    Contents contents =
        new Trees()
            .link("etc/systemd/system/multi-user.target.wants/app.service", "/x/app.service")
            .link("usr/lib/systemd/system/sysinit.target.wants/udev.service", "../udev.service")
            .link("etc/systemd/system/nginx.service", "/dev/null")
            .file("etc/systemd/system/empty.service", 0644, "")
            .link("etc/systemd/system/multi-user.target.wants/both.service", "/x/both.service")
            .link("etc/systemd/system/both.service", "/dev/null")
            .link("usr/lib/systemd/system/mine.service", "/dev/null")
            .file("etc/systemd/system/mine.service", 0644, "[Unit]")
            .link("etc/systemd/system/alias.service", "/usr/lib/systemd/system/real.service")
            .contents(folder);
    assertThat(UnitStates.of(contents))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app.service", "enabled",
                "udev.service", "enabled",
                "nginx.service", "masked",
                "empty.service", "masked",
                "both.service", "masked"));
  }

  @Test
  void aTreeOfNothingHasNoLines() {
    assertThat(ContentsText.read("repave-contents-1\n").entries()).isEmpty();
    assertThat(List.of("", "\n")).allSatisfy(this::isRefused);
  }

  private void isRefused(String text) {
    assertThatThrownBy(() -> ContentsText.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
