package com.pharmaserv.repave.debian.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.packageurl.PackageURL;
import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.debian.lock.PackageUrl;
import com.pharmaserv.repave.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;

final class InventoryTest {
  private static final Path GOLDEN = Path.of("test/resources/sbom");
  private static final Instant AT = Instant.parse("2026-11-28T20:14:35Z");
  static final Described BASE = new Described("base", Optional.of("a".repeat(64)));

  private static LockedPackage locked(
      String name, String version, String suite, String source, String sourceVersion) {
    return new LockedPackage(
        name,
        new DebianVersion(version),
        "amd64",
        suite,
        1000,
        "0123456789abcdef".repeat(4),
        new LockedPackage.Source(source, new DebianVersion(sourceVersion)),
        "pool/main/%s_%s_amd64.deb".formatted(name, version.replace(":", "%3a")));
  }

  static Lock lock() {
    return new Lock(
        "base",
        AT,
        List.of("openssl"),
        List.of(
            new Lock.Archive("http://deb.debian.org/debian", "trixie", AT, "0".repeat(64)),
            new Lock.Archive(
                "http://deb.debian.org/debian-security", "trixie-security", AT, "1".repeat(64))),
        List.of(
            locked("openssl", "3.5.9-1~deb13u1", "trixie-security", "openssl", "3.5.9-1~deb13u1"),
            locked("libssl3t64", "3.5.9-1~deb13u1", "trixie", "openssl", "3.5.9-1~deb13u1"),
            locked("libstdc++6", "14.2.0-19", "trixie", "gcc-14", "14.2.0-19"),
            locked("bash", "5.2.37-2+b10", "trixie", "bash", "5.2.37-2"),
            locked("g++", "4:14.2.0-1", "trixie", "gcc-defaults", "1.220")));
  }

  @Test
  void namesPackagesAsScannersDo() throws Exception {
    assertThat(lock().packages())
        .extracting(PackageUrl::of)
        .containsExactly(
            "pkg:deb/debian/bash@5.2.37-2%2Bb10?arch=amd64&distro=debian-13"
                + "&upstream=bash%405.2.37-2",
            "pkg:deb/debian/g%2B%2B@4:14.2.0-1?arch=amd64&distro=debian-13"
                + "&upstream=gcc-defaults%401.220",
            "pkg:deb/debian/libssl3t64@3.5.9-1~deb13u1?arch=amd64&distro=debian-13"
                + "&upstream=openssl",
            "pkg:deb/debian/libstdc%2B%2B6@14.2.0-19?arch=amd64&distro=debian-13&upstream=gcc-14",
            "pkg:deb/debian/openssl@3.5.9-1~deb13u1?arch=amd64&distro=debian-13");
    for (LockedPackage locked : lock().packages()) {
      PackageURL url = new PackageURL(PackageUrl.of(locked));
      assertThat(url.getName()).isEqualTo(locked.name());
      assertThat(url.getVersion()).isEqualTo(locked.version().text());
      assertThat(url.getQualifiers()).containsEntry("distro", "debian-13");
    }
  }

  @Test
  void cycloneDxIsAcceptedByItsOwnLibrary() throws Exception {
    byte[] document = CycloneDx.write(lock(), BASE);
    JsonParser judge = new JsonParser();
    assertThat(judge.validate(document, Version.VERSION_16)).isEmpty();
    Bom bom = judge.parse(document);
    assertThat(bom.getComponents()).hasSize(5);
    assertThat(bom.getMetadata().getComponent().getName()).isEqualTo("base");
    assertThat(judge.validate(CycloneDx.write(lock(), bare()), Version.VERSION_16)).isEmpty();
    String wrong = text(document).replace("\"library\"", "\"libary\"");
    assertThat(judge.validate(wrong.getBytes(StandardCharsets.UTF_8), Version.VERSION_16))
        .isNotEmpty();
  }

  private static Described bare() {
    return new Described("base", Optional.empty());
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  @Test
  void bytesFollowFromLockAndDisk() throws Exception {
    Golden.check(GOLDEN.resolve("base.cdx.json"), text(CycloneDx.write(lock(), BASE)));
    Golden.check(GOLDEN.resolve("base.spdx.json"), text(Spdx.write(lock(), BASE)));
    assertThat(serial(CycloneDx.write(lock(), BASE)))
        .isNotEqualTo(serial(CycloneDx.write(lock(), bare())));
  }

  private static String serial(byte[] document) throws Exception {
    return new ObjectMapper().readTree(document).path("serialNumber").asText();
  }

  @Test
  void spdxIdsAreUniqueAndOfTheLettersThatItHas() throws Exception {
    JsonNode document = new ObjectMapper().readTree(Spdx.write(lock(), bare()));
    List<String> ids = document.findValuesAsText("SPDXID");
    assertThat(ids).doesNotHaveDuplicates().hasSize(7);
    assertThat(ids).allSatisfy(id -> assertThat(id).matches("SPDXRef-[A-Za-z0-9.-]+"));
    assertThat(document.path("relationships")).hasSize(6);
  }

  @Test
  void refusesWhatIsNoDigest() {
    assertThatThrownBy(() -> new Described("base", Optional.of("A".repeat(64))))
        .hasMessageContaining("must be 64 hexadecimal digits");
  }
}
