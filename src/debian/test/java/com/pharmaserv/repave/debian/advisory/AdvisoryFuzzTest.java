package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a package or a feed holds, it is read or refused in words, in bounded time. */
final class AdvisoryFuzzTest {
  private static final Instant OBTAINED = Instant.parse("2026-11-28T06:00:00Z");

  private static void fuzz(List<byte[]> corpus, Fuzz.Reader reader) {
    Fuzz.readers(
        corpus,
        reader,
        thrown -> thrown instanceof AdvisoryException && !thrown.toString().endsWith(": null"));
  }

  @Test
  void packages() throws Exception {
    Map<String, String> files =
        Map.of("./usr/share/doc/a1/changelog.Debian.gz", "a1 (1-1) sid; x\n\n  * CVE-2024-1111\n");
    fuzz(
        List.of(
            Debs.deb(files),
            Debs.deb("data.tar", Debs.tar(files)),
            Debs.deb("data.tar.gz", Debs.gzip(Debs.tar(files))),
            Debs.deb("data.tar", Debs.tar(Map.of("./usr/share/doc/a1", "->b1"))),
            Debs.bytes("linux-image-cloud-amd64_6.12.118-1_amd64.deb")),
        input -> DebDocs.read(new ByteArrayInputStream(input), "a1"));
  }

  @Test
  void changelogs() throws Exception {
    fuzz(
        List.of(
            Debs.bytes("openssl.changelog"),
            Debs.bytes("curl.changelog"),
            Debs.bytes("libxml2.changelog"),
            Debs.bytes("linux.changelog")),
        input ->
            ChangelogReader.read(new String(input, StandardCharsets.UTF_8), "a1")
                .entries()
                .forEach(ChangelogEntry::mentions));
  }

  @Test
  void trackers() throws Exception {
    fuzz(
        List.of(Debs.bytes("tracker.json"), Debs.gzip(Debs.bytes("tracker.json"))),
        input ->
            TrackerFeed.read(
                new ByteArrayInputStream(input), OBTAINED, "trixie", Set.of("openssl", "linux")));
  }

  @Test
  void osv() throws Exception {
    fuzz(
        List.of(Debs.bytes("DSA-6999-1.json"), Debs.bytes("DEBIAN-CVE-2026-35189.json")),
        input -> new OsvFeed("Debian:13", Set.of("openssl")).read(new ByteArrayInputStream(input)));
  }

  @Test
  void exploited() throws Exception {
    fuzz(
        List.of(Debs.bytes("known_exploited_vulnerabilities.json")),
        input -> KevFeed.read(new ByteArrayInputStream(input), OBTAINED));
  }

  @Test
  void probabilities() throws Exception {
    fuzz(
        List.of(Debs.bytes("epss.csv"), Debs.gzip(Debs.bytes("epss.csv"))),
        input -> EpssFeed.read(new ByteArrayInputStream(input), OBTAINED));
  }
}
