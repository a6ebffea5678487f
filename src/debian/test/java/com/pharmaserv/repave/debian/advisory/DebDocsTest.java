package com.pharmaserv.repave.debian.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DebDocsTest {
  private static final String CHANGELOG = "a1 (2-1) sid; urgency=low\n\n  * CVE-2024-1111\n";
  private static final String REBUILD =
      "a1 (2-1+b1) sid; urgency=low, binary-only=yes\n\n  * Rebuild for CVE-2024-2222\n";
  private static final String UPSTREAM = "2024-01-01  Somebody\n\n\t* x.c: y\n";

  private static PackageHistory read(byte[] deb) throws AdvisoryException {
    return DebDocs.read(new ByteArrayInputStream(deb), "a1");
  }

  private static byte[] deb(String... namesAndTexts) throws Exception {
    Map<String, String> files = new TreeMap<>(Map.of("./usr/bin/a1", "x", "./var/a1", "y"));
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put("./usr/share/doc/" + namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return Debs.deb(files);
  }

  @Test
  void readsARebuiltPackageOfDebian() throws Exception {
    byte[] deb = Debs.bytes("librust-hash-dev_0.3.0-2+b2_amd64.deb");
    PackageHistory history = DebDocs.read(new ByteArrayInputStream(deb), "librust-hash-dev");
    assertThat(history.changelog().orElseThrow().entries())
        .extracting(entry -> entry.source() + " " + entry.version())
        .startsWith("rust-hash 0.3.0-2+b2", "rust-hash 0.3.0-2");
    assertThat(history.elsewhere()).isEmpty();
  }

  @Test
  void saysWhichPackageHasTheFolder() throws Exception {
    byte[] deb = Debs.bytes("linux-image-cloud-amd64_6.12.118-1_amd64.deb");
    PackageHistory history = DebDocs.read(new ByteArrayInputStream(deb), "linux-image-cloud-amd64");
    assertThat(history.elsewhere()).contains("linux-image-6.12.118+deb13-cloud-amd64");
    assertThat(history.changelog()).isEmpty();
  }

  @Test
  void followsLinksOfEveryForm() throws Exception {
    for (String link : new String[] {"b1", "../doc/b1", "/usr/share/doc/b1", "./b1"}) {
      assertThat(read(deb("a1", "->" + link)).elsewhere()).as(link).contains("b1");
    }
    assertThat(read(deb("a1/changelog.Debian.gz", "->../b1/changelog.Debian.gz")).elsewhere())
        .contains("b1");
    for (String link : new String[] {"a1", "../b1", "../../../etc", "B1", "b1/c1/d1"}) {
      assertThat(read(deb("a1", "->" + link)).elsewhere()).as(link).isEmpty();
    }
  }

  @Test
  void choosesDebiansChangelog() throws Exception {
    PackageHistory revised =
        read(deb("a1/changelog.Debian.gz", CHANGELOG, "a1/changelog.gz", UPSTREAM));
    assertThat(revised.changelog().orElseThrow().entries()).hasSize(1);
    assertThat(read(deb("a1/changelog.gz", CHANGELOG)).changelog()).isPresent();
    assertThat(read(deb("a1/changelog.gz", UPSTREAM)).changelog()).isEmpty();
    assertThat(read(deb("a1/copyright", "x")))
        .isEqualTo(
            new PackageHistory("a1", java.util.Optional.empty(), java.util.Optional.empty()));
    assertThat(
            read(deb("a1/changelog.Debian.amd64.gz", REBUILD, "a1/changelog.Debian.gz", CHANGELOG))
                .changelog()
                .orElseThrow()
                .entries())
        .extracting(entry -> entry.version().text())
        .containsExactly("2-1+b1", "2-1");
  }

  @Test
  void readsEveryCompressionOfDebian() throws Exception {
    byte[] tar = Debs.tar(Map.of("./usr/share/doc/a1/changelog.Debian.gz", CHANGELOG));
    assertThat(read(Debs.deb("data.tar", tar)).changelog()).isPresent();
    assertThat(read(Debs.deb("data.tar.gz", Debs.gzip(tar))).changelog()).isPresent();
    assertThat(read(Debs.deb("data.tar.xz", Debs.xz(tar))).changelog()).isPresent();
    assertThatThrownBy(() -> read(Debs.deb("data.tar.zst", tar)))
        .isInstanceOf(AdvisoryException.class)
        .hasMessage(
            "package 'a1': its .deb cannot be read: its member 'data.tar.zst' is not compressed by"
                + " xz or gzip, as Debian's are");
  }

  @Test
  void refusesWhatIsNoPackage() throws Exception {
    byte[] deb = deb("a1/changelog.Debian.gz", CHANGELOG);
    assertThatThrownBy(() -> read("!<arch>\n".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("does not begin with 'debian-binary'");
    assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(AdvisoryException.class);
    assertThatThrownBy(() -> read(Debs.deb("other", deb)))
        .hasMessageContaining("has no member 'data.tar'");
    assertThatThrownBy(() -> read(Arrays.copyOf(deb, deb.length - 60)))
        .isInstanceOf(AdvisoryException.class)
        .hasMessageStartingWith("package 'a1': its .deb cannot be read:");
  }

  @Test
  void boundsWhatUnpacks() throws Exception {
    String bomb = CHANGELOG + "  * x\n".repeat(6 << 20);
    assertThatThrownBy(() -> read(deb("a1/changelog.Debian.gz", bomb)))
        .hasMessageContaining("usr/share/doc/a1/changelog.Debian.gz has more than 33554432 bytes");
    assertThatThrownBy(() -> read(deb("a1/changelog.Debian", "x".repeat(9 << 20))))
        .hasMessageContaining("has more than 8388608 bytes");
    byte[] zeros = new byte[1000];
    try (Bounded bounded = new Bounded(new ByteArrayInputStream(zeros), 999, "it unpacks to")) {
      assertThatThrownBy(bounded::readAllBytes).hasMessage("it unpacks to more than 999 bytes");
    }
    try (Bounded bounded = new Bounded(new ByteArrayInputStream(zeros), 999, "it unpacks to")) {
      assertThat(bounded.skip(999)).isEqualTo(999);
      assertThatThrownBy(bounded::read).hasMessage("it unpacks to more than 999 bytes");
    }
  }
}
