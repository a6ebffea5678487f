package com.pharmaserv.repave.debian.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TreeCheckTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @TempDir Path folder;

  private record File(int mode, String text) {}

  private final Map<String, File> files = new TreeMap<>();

  TreeCheckTest() {
    put(
        "etc/passwd",
        0644,
        "root:x:0:0:root:/root:/bin/bash\napp:x:999:999::/:/usr/sbin/nologin\n");
    put("etc/shadow", 0640, "root:*:20000:0:::::\napp:!*:20000::::::\n");
    put("usr/bin/mount", 04755, "program");
    put("var/lib/dpkg/info/mount.list", 0644, "/.\n/usr/bin\n/usr/bin/mount\n");
    put(
        "var/lib/dpkg/status",
        0644,
        "Package: mount\nStatus: install ok installed\nVersion: 2.41-5\nDescription: tools\n about"
            + " Version: 9\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n");
  }

  @Test
  void isContentWithATreeThatIsWhatTheLockSays() throws IOException {
    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "etc/shadow|640|app:$y$j9T$abc:20000::::::|user 'app' has a password",
        "etc/shadow|640|app::20000::::::|user 'app' needs no password",
        "etc/passwd|644|toor:x:0:0::/:/bin/sh|'toor' is root by another name",
        "etc/passwd|644|app::999:999::/:/bin/sh|that everybody can read",
        "etc/passwd|644|app:abc:999:999::/:/bin/sh|that everybody can read",
        "opt/key.pem|600|-----BEGIN PRIVATE KEY-----|'opt/key.pem' holds a private key",
        "opt/old.pem|600|-----BEGIN RSA PRIVATE KEY-----|'opt/old.pem' holds a private key",
        "etc/ssh/ssh_host_ed25519_key|600|hidden|lets somebody log in",
        "root/.ssh/authorized_keys|600|ssh-ed25519 AAAA|lets somebody log in",
        "usr/local/bin/su2|4755|program|'usr/local/bin/su2' runs as its owner",
        "usr/local/bin/gid|2755|program|'usr/local/bin/gid' runs as its owner",
        "opt/shared|666|data|'opt/shared' can be changed by everybody",
        "var/lib/dpkg/status|644|Package: mount|package 'mount' of the lock is not installed",
      })
  void namesWhatIsWrong(String path, String mode, String text, String problem) throws IOException {
    put(path, Integer.parseInt(mode, 8), text + "\n");
    assertThat(problems()).hasSize(1).first().asString().contains(problem);
  }

  @Test
  void namesPackagesThatAreOtherThanTheLock() throws IOException {
    put(
        "var/lib/dpkg/status",
        0644,
        """
        Package: mount
        Status: install ok installed
        Version: 2.41-4

        Package: telnet
        Status: install ok installed
        Version: 1
        """);
    assertThat(problems())
        .containsExactly(
            "package 'mount' is installed in version 2.41-4, the lock has 2.41-5",
            "1 packages are installed beside the lock, with 0 artefacts");
  }

  /** As it is where no package makes a shadow of it. */
  @Test
  void aUserWhoIsLockedInPlainSightIsLocked() throws IOException {
    put("etc/passwd", 0644, "root:*:0:0:root:/root:/bin/bash\n");
    assertThat(problems()).isEmpty();
  }

  @Test
  void holdsTheBudget() throws IOException {
    put("opt/large", 0644, "x".repeat(1 << 20));
    assertThat(problems())
        .hasSize(1)
        .first()
        .asString()
        .contains("hold 2 MiB, the recipe's budget");
  }

  @Test
  void aFolderThatEverybodyWritesToNeedsItsStickyBit() throws IOException {
    put("tmp/", 01777, "");
    assertThat(problems()).isEmpty();
    put("opt/drop/", 0777, "");
    assertThat(problems()).containsExactly("'opt/drop' can be changed by everybody");
  }

  private void put(String path, int mode, String text) {
    files.put(path, new File(mode, text));
  }

  private List<String> problems() throws IOException {
    Path tar = folder.resolve("tree.tar");
    try (OutputStream out = Files.newOutputStream(tar);
        TarArchiveOutputStream archive = new TarArchiveOutputStream(out, "UTF-8")) {
      for (Map.Entry<String, File> file : files.entrySet()) {
        byte[] bytes = file.getValue().text().getBytes(StandardCharsets.UTF_8);
        boolean directory = file.getKey().endsWith("/");
        TarArchiveEntry entry = new TarArchiveEntry("./" + file.getKey());
        entry.setMode((directory ? 040000 : 0100000) | file.getValue().mode());
        entry.setSize(directory ? 0 : bytes.length);
        archive.putArchiveEntry(entry);
        if (!directory) {
          archive.write(bytes);
        }
        archive.closeArchiveEntry();
      }
    }
    Instant at = Instant.parse("2026-11-28T00:00:00Z");
    Lock lock =
        new Lock(
            "base",
            at,
            List.of("mount"),
            List.of(new Lock.Archive("http://deb.debian.org/debian", "trixie", at, HASH)),
            List.of(
                new LockedPackage(
                    "mount",
                    new DebianVersion("2.41-5"),
                    "amd64",
                    "trixie",
                    10,
                    HASH,
                    new LockedPackage.Source("util-linux", new DebianVersion("2.41-5")),
                    "pool/main/u/util-linux/mount_2.41-5_amd64.deb")));
    return TreeCheck.problems(tar, lock, 0, 1);
  }
}
