package com.pharmaserv.repave.debian.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.boot.Findings;
import com.pharmaserv.repave.debian.boot.LiveCheck;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockText;
import com.pharmaserv.repave.debian.paper.Contents;
import com.pharmaserv.repave.debian.paper.ImagePapers;
import com.pharmaserv.repave.debian.paper.Paper;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * From today's archives to a disk that was started. The packages are locked anew, as archives drop
 * old versions. Where the tools are missing that the README names for images, it is skipped and
 * says so; a machine of continuous integration must have them.
 */
@Tag("disks")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DebianDiskIT {
  private static final Host HOST = new Host(System.getenv());
  private static Path home;
  private static Path images;
  private static Source source;

  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void open() throws IOException, LockException, BakeException {
    requireTools();
    // Under the build's folder and not /tmp, which may be small and in memory.
    Path target = Path.of("target").toAbsolutePath();
    Files.createDirectories(target);
    home = Files.createTempDirectory(target, "images");
    images = Files.createDirectory(home.resolve("recipes"));
    Path folder = Files.createDirectory(images.resolve("small"));
    Files.writeString(folder.resolve("health.conf"), HEALTH);
    Files.writeString(folder.resolve("start"), START);
    Files.writeString(folder.resolve("key.service"), KEY);
    Files.writeString(folder.resolve("dhcp.network"), "[Match]\nName=e*\n[Network]\nDHCP=yes\n");
    source = new Source(recipe(List.of(), List.of("test -s /etc/nginx/health.conf")), folder);
    Locksmith locksmith = new Locksmith(home, HOST, Optional.empty());
    for (Locksmith.Wanted wanted :
        List.of(
            Locksmith.Wanted.of(Blueprint.of(source, DebianDiskIT::nothingBelow)),
            Locksmith.Wanted.workshop(images.resolve(Workshop.LOCK)))) {
      Locksmith.write(locksmith.compare(wanted).now(), wanted.file());
    }
  }

  private static void requireTools() throws LockException {
    try {
      DiskBaker.requireTools(HOST);
    } catch (LockException missing) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw missing;
      }
      Assumptions.abort(missing.getMessage());
    }
  }

  @AfterAll
  static void close() throws IOException, BakeException {
    if (home != null) {
      Apart.remove(HOST, home);
    }
  }

  @Test
  @Order(1)
  void theFinishedDiskStartsIsHealthyOverTlsAndPassesItsChecks() throws Exception {
    DiskBaker.Baked baked = baker(home).bake(baker(home).pin(source), Optional.empty(), said::add);
    Findings findings = baked.findings();
    assertThat(findings.state()).as(said.toString()).isEqualTo("running");
    assertThat(findings.checks()).hasSize(1);
    assertThat(findings.listening())
        .as("although it listens late")
        .contains("tcp " + LiveCheck.HEALTH_PORT);
    assertThat(baked.papers().resolve(Paper.SBOM.file())).isNotEmptyFile();
    ImagePapers papers =
        new PaperShelf(home.resolve("papers")).find(baker(home).pin(source).id()).orElseThrow();
    assertThat(papers.folder()).isEqualTo(baked.papers());
    assertThat(papers.contents().entries().values())
        .as("what the recipe put in")
        .extracting(Contents.Entry::content)
        .contains(Sha256.of(HEALTH));
    assertThat(papers.findings().listening()).isEqualTo(findings.listening());
    assertThat(papers.blocks()).isEqualTo(Blocks.of(baked.disk()));
    assertThat(findings.healthy()).isPositive().isLessThan(Duration.ofMinutes(8));
  }

  @Test
  @Order(2)
  void nothingIsMadeTwice() throws Exception {
    Steps steps = steps(home);
    Pinned pinned = pinned(source);
    Steps.Made disk = disk(steps, pinned);
    assertThat(said)
        .hasSize(3)
        .allMatch(line -> line.endsWith("nothing changed, taken from an earlier bake"));
    assertThat(disk.file("disk.raw")).exists();
  }

  @Test
  @Order(3)
  void anotherFolderGivesTheSameBytes() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    Pinned pinned = pinned(source);
    Steps.Made first = disk(steps(home), pinned);
    Steps.Made second = disk(steps(other), pinned);
    assertThat(second.folder()).isNotEqualTo(first.folder());
    assertThat(Sha256.of(second.file("disk.raw"))).isEqualTo(Sha256.of(first.file("disk.raw")));
  }

  @Test
  @Order(4)
  void aSetupCommandThatFailsIsNamedWithItsLine() throws Exception {
    Source bad =
        new Source(recipe(List.of("echo no such thing; exit 7"), List.of()), source.folder());
    Pinned pinned = pinned(bad);
    Steps steps = steps(home);
    Steps.Made packages = steps.packages(pinned.blueprint(), pinned.lock());
    assertThatThrownBy(() -> steps.tree(pinned.blueprint(), pinned.lock(), packages))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("image.yaml:5: setup 'echo no such thing; exit 7' failed")
        .hasMessageContaining("no such thing");
    assertThat(home.resolve("steps").resolve("room")).doesNotExist();
  }

  @Test
  @Order(5)
  void aPackageThatDoesNotExistIsNamed() {
    Locksmith.Wanted wanted =
        new Locksmith.Wanted(
            "small", "image.yaml", BASE, List.of("no-such-package"), images.resolve("x.lock"));
    assertThatThrownBy(() -> new Locksmith(home, HOST, Optional.empty()).compare(wanted))
        .isInstanceOf(LockException.class)
        .hasMessageContaining("Unable to locate package no-such-package");
  }

  @Test
  @Order(6)
  void anUnchangedArchiveLeavesTheLockAsItIs() throws Exception {
    Locksmith.Wanted wanted = Locksmith.Wanted.of(Blueprint.of(source, DebianDiskIT::nothingBelow));
    Locksmith.Comparison comparison = new Locksmith(home, HOST, Optional.empty()).compare(wanted);
    assertThat(comparison.changes()).isEmpty();
    assertThat(comparison.unchanged()).isTrue();
  }

  /** Then they are of one state, and the second takes a second. */
  @Test
  @Order(7)
  void anArchiveIsReadOnceForAllLocks() throws Exception {
    Locksmith locksmith = new Locksmith(home, HOST, Optional.empty());
    Locksmith.Wanted wanted = Locksmith.Wanted.of(Blueprint.of(source, DebianDiskIT::nothingBelow));
    Locksmith.Wanted workshop = Locksmith.Wanted.workshop(images.resolve(Workshop.LOCK));
    assertThat(locksmith.compare(wanted).unchanged()).isTrue();
    Path sources;
    try (Stream<Path> archives = Files.list(home.resolve("apt"))) {
      sources = archives.findFirst().orElseThrow().resolve("sources.list");
    }
    // Written anew whenever an archive is read.
    String marked = Files.readString(sources) + "# as it was\n";
    Files.writeString(sources, marked);
    assertThat(locksmith.compare(workshop).unchanged()).isTrue();
    assertThat(sources).hasContent(marked);
    assertThat(new Locksmith(home, HOST, Optional.empty()).compare(workshop).unchanged()).isTrue();
    assertThat(Files.readString(sources)).isNotEqualTo(marked);
  }

  /** What steps need. */
  private record Pinned(Blueprint blueprint, Lock lock, Lock workshop) {}

  private static Pinned pinned(Source from) throws Exception {
    DiskBaker.Pinned pinned = baker(home).pin(from);
    return new Pinned(pinned.blueprint(), pinned.lock(), pinned.workshop());
  }

  private Steps steps(Path folder) throws Exception {
    Pinned pinned = pinned(source);
    PackageStore store = new PackageStore(home.resolve("packages"));
    Path tools =
        new Workshop(home.resolve("workshop"), store, HOST).ready(pinned.workshop(), said::add);
    return new Steps(
        folder.resolve("steps"), store, tools, LockText.digest(pinned.workshop()), HOST, said::add);
  }

  private static Steps.Made disk(Steps steps, Pinned pinned) throws Exception {
    Steps.Made packages = steps.packages(pinned.blueprint(), pinned.lock());
    Steps.Made tree = steps.tree(pinned.blueprint(), pinned.lock(), packages);
    return steps.disk(pinned.blueprint(), pinned.lock(), tree, Optional.empty());
  }

  private static DiskBaker baker(Path folder) {
    return new DiskBaker(
        folder,
        HOST,
        DebianDiskIT::nothingBelow,
        new PaperShelf(folder.resolve("papers")),
        Clock.systemUTC());
  }

  private static Source nothingBelow(String name) throws BakeException {
    throw new BakeException("no recipe '" + name + "'");
  }

  private static final Base.Debian BASE = Workshop.BASE;

  private static Recipe recipe(List<String> setup, List<String> checks) {
    return new Recipe(
        "small",
        "small",
        "1",
        BASE,
        List.of(
            new Recipe.FileEntry("health.conf", "etc/nginx/health.conf", false),
            new Recipe.FileEntry("start", "usr/lib/small/start", true),
            new Recipe.FileEntry("key.service", "etc/systemd/system/key.service", false),
            new Recipe.FileEntry("dhcp.network", "etc/systemd/network/80-dhcp.network", false)),
        List.of(
            "systemd-sysv", "udev", "dbus", "linux-image-cloud-amd64", "openssl", "nginx-light"),
        setup.stream().map(line -> new Recipe.Command(line, 5)).toList(),
        List.of("/usr/lib/small/start"),
        new Recipe.HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2)),
        checks.stream().map(line -> new Recipe.Command(line, 6)).toList(),
        "tests",
        new Recipe.Machine(
            List.of(),
            Optional.empty(),
            List.of("systemd-networkd.service", "key.service"),
            List.of("nginx.service", "systemd-networkd-wait-online.service"),
            List.of(),
            List.of(),
            List.of(),
            Recipe.Machine.BUDGET_MIB,
            1));
  }

  private static final String HEALTH =
      """
      user www-data;
      pid /run/nginx.pid;
      error_log stderr warn;
      events {}
      http {
        access_log off;
        server {
          listen 8443 ssl;
          ssl_certificate /run/key/certificate.pem;
          ssl_certificate_key /run/key/key.pem;
          location = /health { return 200 "healthy"; }
        }
      }
      """;

  private static final String START =
      """
      #!/bin/sh
      # systemd has long done all that it had to when this one begins.
      sleep 30
      exec /usr/sbin/nginx -c /etc/nginx/health.conf -g 'daemon off;'
      """;

  private static final String KEY =
      """
      [Service]
      Type=oneshot
      RemainAfterExit=yes
      RuntimeDirectory=key
      RuntimeDirectoryPreserve=yes
      ExecStart=/usr/bin/openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=machine -keyout /run/key/key.pem -out /run/key/certificate.pem

      [Install]
      WantedBy=multi-user.target
      """;
}
