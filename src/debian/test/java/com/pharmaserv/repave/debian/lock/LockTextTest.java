package com.pharmaserv.repave.debian.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LockTextTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);

  private static LockedPackage locked(String name, String version, String suite, String sha256) {
    return new LockedPackage(
        name,
        new DebianVersion(version),
        "amd64",
        suite,
        1000,
        sha256,
        new LockedPackage.Source("openssl", new DebianVersion(version)),
        "pool/main/o/openssl/%s_%s_amd64.deb".formatted(name, version));
  }

  private static Lock lock(LockedPackage... packages) {
    Instant at = Instant.parse("2026-11-28T20:14:35Z");
    return new Lock(
        "base",
        at,
        List.of("openssl", "chrony"),
        List.of(
            new Lock.Archive("http://deb.debian.org/debian", "trixie", at, HASH),
            new Lock.Archive(
                "http://deb.debian.org/debian-security", "trixie-security", at, OTHER)),
        List.of(packages));
  }

  @Test
  void readsWhatItWrites() throws LockException {
    Lock lock =
        lock(
            locked("openssl", "3.5.9-1~deb13u1", "trixie-security", HASH),
            locked("libssl3t64", "3.5.8-1", "trixie", OTHER));
    String text = LockText.write(lock);
    assertThat(LockText.read(text, "packages.lock")).isEqualTo(lock);
    assertThat(text).contains("wants chrony\nwants openssl\n");
    assertThat(lock.url(lock.packages().get(1)))
        .isEqualTo(
            "http://deb.debian.org/debian-security/pool/main/o/openssl/"
                + "openssl_3.5.9-1~deb13u1_amd64.deb");
  }

  @Test
  void tellsWhatChanged() {
    Lock before = lock(locked("a1", "1", "trixie", HASH), locked("b1", "1", "trixie", HASH));
    Lock after =
        lock(locked("b1", "2", "trixie-security", OTHER), locked("c1", "1", "trixie", HASH));
    List<LockChange> changes = LockChange.between(before, after);
    assertThat(changes).extracting(LockChange::name).containsExactly("a1", "b1", "c1");
    assertThat(changes).extracting(LockChange::security).containsExactly(false, true, false);
    assertThat(changes.get(0).to()).isEqualTo(Optional.empty());
    assertThat(LockChange.between(after, after)).isEmpty();
  }

  @Test
  void aPackageThatOnlyMovedToAnotherSuiteIsNoChange() {
    assertThat(
            LockChange.between(
                lock(locked("b1", "2", "trixie-security", OTHER)),
                lock(locked("b1", "2", "trixie", OTHER))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format 1|format 2|format '2' is not 1",
        "image base||has no line 'image'",
        "at 2026|at yesterday 2026|packages.lock:5: line has 3 words",
        "at 2026|at x2026|could not be parsed",
        "at 2026|at 2026%nat 2026|gives 'at' a second time",
        "wants chrony|wishes chrony|packages.lock:6: line begins with 'wishes'",
        " amd64 trixie 1000 | amd64 trixie many |many",
        " amd64 trixie 1000 | amd64 trixie -1 |size -1",
        " amd64 trixie 1000 | amd64 sid 1000 |no archive of the lock has",
        "pool/main|../pool|must match",
        "pool/main|pool/../..|must not lead out",
        "0123|0x23|SHA-256",
      })
  void namesTheLineThatIsWrong(String part, String instead, String complaint) {
    String text = LockText.write(lock(locked("libssl3t64", "3.5.8-1", "trixie", HASH)));
    String bad = text.replace(part, instead == null ? "# " : instead.formatted());
    assertThat(bad).isNotEqualTo(text);
    assertThatThrownBy(() -> LockText.read(bad, "packages.lock"))
        .isInstanceOf(LockException.class)
        .hasMessageContaining(complaint);
  }
}
