package com.pharmaserv.repave.debian.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeedFilesTest {
  private static final Lock LOCK = Debs.lock(Debs.openssl("openssl", "3.5.7-1~deb13u1"));

  @TempDir Path folder;

  private void put(String name, String resource, String time) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, Debs.bytes(resource));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
  }

  @Test
  void everyFeedIsOptional() throws Exception {
    assertThat(FeedFiles.in(folder).read(List.of(LOCK))).isEqualTo(Knowledge.none());
    put("epss_scores-current.csv", "epss.csv", "2026-11-20T00:00:00Z");
    Knowledge knowledge = FeedFiles.in(folder).read(List.of(LOCK, LOCK));
    assertThat(knowledge.ages()).extracting(AsOf::feed).containsExactly("EPSS");
    assertThat(knowledge.open(LOCK)).isEmpty();
  }

  @Test
  void readsAFolderOfThem() throws Exception {
    put("debian-tracker.json", "tracker.json", "2026-11-27T00:00:00Z");
    put("osv/DSA-6999-1.json", "DSA-6999-1.json", "2026-11-26T00:00:00Z");
    put("osv/b.json", "DEBIAN-CVE-2026-35189.json", "2026-11-25T00:00:00Z");
    put(
        "known_exploited_vulnerabilities.json",
        "known_exploited_vulnerabilities.json",
        "2026-11-24T00:00:00Z");
    Knowledge knowledge = FeedFiles.in(folder).read(List.of(LOCK));
    Instant now = Instant.parse("2026-11-29T00:00:00Z");
    assertThat(knowledge.ages())
        .extracting(age -> age.words(now))
        .containsExactly(
            "Debian security tracker obtained on 2026-11-27, 2 days old",
            "OSV obtained on 2026-11-25, 4 days old",
            "CISA KEV as of 2026-11-27, 1 day old");
    assertThat(knowledge.open(LOCK)).hasSize(7);
  }

  @Test
  void namesTheFileThatCannotBeRead() throws Exception {
    put("debian-tracker.json", "epss.csv", "2026-11-27T00:00:00Z");
    assertThatThrownBy(() -> FeedFiles.in(folder).read(List.of(LOCK)))
        .isInstanceOf(AdvisoryException.class)
        .hasMessageContaining("debian-tracker.json: feed 'Debian security tracker' cannot be read");
    Files.delete(folder.resolve("debian-tracker.json"));
    Files.createDirectory(folder.resolve("osv"));
    assertThatThrownBy(() -> FeedFiles.in(folder).read(List.of(LOCK)))
        .hasMessageContaining("is a folder without a .json or .zip");
  }

  @Test
  void refusesMixedReleases() throws Exception {
    Lock other =
        new Lock(
            "other",
            LOCK.at(),
            List.of(),
            List.of(new Lock.Archive("http://x", "forky", LOCK.at(), "0".repeat(64))),
            List.of(forky()));
    assertThat(FeedFiles.release(List.of(other))).isEqualTo("forky");
    assertThatThrownBy(() -> FeedFiles.in(folder).read(List.of(LOCK, other)))
        .hasMessageContaining("packages of the releases forky and trixie");
  }

  private static LockedPackage forky() {
    LockedPackage is = LOCK.packages().get(0);
    return new LockedPackage(
        "zlib1g",
        is.version(),
        "amd64",
        "forky",
        1,
        is.sha256(),
        is.source(),
        "pool/main/z/zlib1g.deb");
  }
}
