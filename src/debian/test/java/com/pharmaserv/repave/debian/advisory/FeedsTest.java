package com.pharmaserv.repave.debian.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeedsTest {
  private static final Instant OBTAINED = Instant.parse("2026-11-28T06:00:00Z");

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Issues tracker(String text) throws AdvisoryException {
    return TrackerFeed.read(in(text), OBTAINED, "trixie", Set.of("openssl", "linux"));
  }

  private static Issues osv(byte[]... files) throws AdvisoryException {
    OsvFeed feed = new OsvFeed("Debian:13", Set.of("openssl"));
    for (byte[] file : files) {
      feed.read(new ByteArrayInputStream(file));
    }
    return feed.issues(OBTAINED);
  }

  private static boolean affects(Issues issues, String id, String version) {
    return Optional.ofNullable(issues.of("openssl").get(id))
        .orElseThrow()
        .affecting(new DebianVersion(version))
        .isPresent();
  }

  @Test
  void readsTheTracker() throws Exception {
    Issues issues = tracker(Debs.text("tracker.json"));
    assertThat(issues.asOf()).isEqualTo(new AsOf("Debian security tracker", OBTAINED, false));
    assertThat(issues.bySource().keySet()).containsExactlyInAnyOrder("openssl", "linux");
    assertThat(issues.of("openssl")).hasSize(7).doesNotContainKey("CVE-2026-90006");
    assertThat(affects(issues, "CVE-2026-35189", "3.5.7-1~deb13u2")).isTrue();
    assertThat(affects(issues, "CVE-2026-35189", "3.5.7-1~deb13u3")).isFalse();
    assertThat(affects(issues, "CVE-2026-90002", "99")).isTrue();
    assertThat(affects(issues, "CVE-2026-90005", "1")).isFalse();
    // Debian begins below zero where upstream has no versions.
    assertThat(affects(issues, "CVE-2026-90005", "0~git1-1")).isFalse();
    assertThat(affects(issues, "CVE-2026-90002", "0~git1-1")).isTrue();
    Issue issue = Optional.ofNullable(issues.of("openssl").get("CVE-2026-35189")).orElseThrow();
    assertThat(issue.text()).isEqualTo("Issue summary: relative CRLDP processing");
    assertThat(issue.severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void readsOsvFromFilesAndFromAZip() throws Exception {
    byte[] dsa = Debs.bytes("DSA-6999-1.json");
    byte[] cve = Debs.bytes("DEBIAN-CVE-2026-35189.json");
    Issues issues = osv(dsa, cve);
    assertThat(issues.of("openssl"))
        .containsOnlyKeys("CVE-2026-63072", "CVE-2026-63073", "CVE-2026-35189");
    assertThat(affects(issues, "CVE-2026-63073", "3.5.7-1~deb13u1")).isTrue();
    assertThat(affects(issues, "CVE-2026-63073", "3.5.7-1~deb13u2")).isFalse();
    Issue issue = Optional.ofNullable(issues.of("openssl").get("CVE-2026-35189")).orElseThrow();
    assertThat(issue.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(issue.text()).isEqualTo("Relative CRLDP processing takes too much memory.");
    assertThat(issues.of("openssl").get("CVE-2026-63072"))
        .extracting(Issue::note)
        .isEqualTo("DSA-6999-1");
    assertThat(osv(zip(Map.of("a.json", dsa, "b.json", cve, "c.txt", dsa)))).isEqualTo(issues);
    assertThat(osv(Debs.gzip(dsa), cve)).isEqualTo(issues);
  }

  private static byte[] zip(Map<String, byte[]> files) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void readsWhatIsExploited() throws Exception {
    KevFeed kev = KevFeed.read(in(Debs.text("known_exploited_vulnerabilities.json")), OBTAINED);
    assertThat(kev.since())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "CVE-2026-63072", LocalDate.of(2026, 9, 1),
                "CVE-2021-27104", LocalDate.of(2021, 11, 3)));
    assertThat(kev.asOf().words(Instant.parse("2026-11-29T19:00:00Z")))
        .isEqualTo("CISA KEV as of 2026-11-27, 2 days old");
  }

  @Test
  void readsProbabilities() throws Exception {
    byte[] csv = Debs.bytes("epss.csv");
    EpssFeed epss = EpssFeed.read(new ByteArrayInputStream(csv), OBTAINED);
    assertThat(epss.probability()).containsEntry("CVE-2026-63072", 0.94).hasSize(3);
    assertThat(EpssFeed.read(new ByteArrayInputStream(Debs.gzip(csv)), OBTAINED)).isEqualTo(epss);
    assertThat(epss.asOf().words(Instant.parse("2026-11-29T10:00:00Z")))
        .isEqualTo("EPSS as of 2026-11-28, less than a day old");
    EpssFeed undated = EpssFeed.read(in("cve,epss,percentile\r\nCVE-1,1,1\r\n"), OBTAINED);
    assertThat(undated.asOf().words(OBTAINED.plusSeconds(90_000)))
        .isEqualTo("EPSS obtained on 2026-11-28, 1 day old");
    for (String date : new String[] {"2025-05-20T00:00:00+0000", "2025-05-20T02:00:00+02:00"}) {
      assertThat(EpssFeed.read(in("#score_date:" + date + "\ncve,epss\n"), OBTAINED).asOf().at())
          .isEqualTo(Instant.parse("2025-05-20T00:00:00Z"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, 9.8, CRITICAL",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N, 6.1, MEDIUM",
    "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H, 7.8, HIGH",
    "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H/E:P, 9.9, CRITICAL",
    "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L, 1.6, LOW",
    "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N, 5.9, MEDIUM",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N, 0, UNKNOWN",
  })
  void scoresAsTheSpecificationDoes(String vector, double score, Severity severity) {
    assertThat(Cvss.score(vector)).contains(score);
    assertThat(Severity.ofScore(score)).isEqualTo(severity);
  }

  @Test
  void scoresNothingElse() {
    assertThat(Cvss.score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H")).isEmpty();
    assertThat(Cvss.score("CVSS:3.1/AV:N/AC:L")).isEmpty();
    assertThat(Cvss.score("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")).isEmpty();
    assertThat(Cvss.score("CVSS:3.1/" + "A".repeat(300))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"open\"|\"closed\"|status 'closed' of",
        "{\"openssl\": {|[{\"openssl\": {|the whole must be an object, line 1",
        "\"fixed_version\": \"0\"|\"fixed_version\": \"no_version\"|version 'no_version' must look like",
        "\"releases\": {|\"releases\": [], \"x\": {|releases must be an object",
        "{\"CVE-2026-90007\"|{\"CVE|",
      })
  void refusesAnOddTracker(String part, String instead, String complaint) throws Exception {
    String text = Debs.text("tracker.json");
    assertThat(text).contains(part);
    assertThatThrownBy(() -> tracker(text.replace(part, instead)))
        .isInstanceOf(AdvisoryException.class)
        .hasMessageStartingWith("feed 'Debian security tracker' cannot be read: ")
        .hasMessageContaining(complaint == null ? "" : complaint);
  }

  @Test
  void refusesOtherOddFeeds() {
    assertThatThrownBy(() -> osv("{}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage(
            "feed 'OSV' cannot be read: the record: has no 'id', as every record of OSV has");
    assertThatThrownBy(() -> osv(zip(Map.of("a.txt", new byte[1]))))
        .hasMessage("feed 'OSV' cannot be read: the zip has no .json");
    assertThatThrownBy(() -> osv(Debs.gzip(new byte[17 << 20])))
        .hasMessage("feed 'OSV' cannot be read: a record has more than 16777216 bytes");
    assertThatThrownBy(() -> KevFeed.read(in("{}"), OBTAINED))
        .hasMessage("feed 'CISA KEV' cannot be read: it has no list 'vulnerabilities'");
    assertThatThrownBy(() -> KevFeed.read(in("{\"vulnerabilities\":[{}]}"), OBTAINED))
        .hasMessageContaining("an entry has no 'cveID' or no 'dateAdded'");
    assertThatThrownBy(() -> KevFeed.read(in("{\"vulnerabilities\":[1]}"), OBTAINED))
        .hasMessageContaining("an entry of 'vulnerabilities' is no object");
    assertThatThrownBy(
            () ->
                KevFeed.read(
                    in("{\"vulnerabilities\":[{\"cveID\":\"CVE-1\",\"dateAdded\":\"3rd\"}]}"),
                    OBTAINED))
        .hasMessageContaining("'3rd' could not be parsed");
    assertThatThrownBy(() -> EpssFeed.read(in("<html>"), OBTAINED))
        .hasMessage("feed 'EPSS' cannot be read: line 1 is not 'cve,epss,percentile'");
    assertThatThrownBy(() -> EpssFeed.read(in(""), OBTAINED))
        .hasMessageContaining("it has no line 'cve,epss,percentile'");
    assertThatThrownBy(() -> EpssFeed.read(in("cve,epss\nCVE-1,1.5\n"), OBTAINED))
        .hasMessageContaining("line 2 has no probability from 0 to 1: 'CVE-1,1.5'");
    assertThatThrownBy(() -> EpssFeed.read(in("x".repeat(2000)), OBTAINED))
        .hasMessageContaining("a line is longer than 1000 characters");
  }
}
