package com.pharmaserv.repave.debian.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.debian.advisory.AdvisoryChange.Kind;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockChange;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LockAdvisoriesTest {
  private static final Instant OBTAINED = Instant.parse("2026-11-28T06:00:00Z");
  private static final String OLD = "3.5.7-1~deb13u1";
  private static final String NEW = "3.5.7-1~deb13u3";

  private Changelog openssl = new Changelog(List.of(), false, 0);

  @BeforeEach
  void readOpenssl() throws Exception {
    openssl = Debs.changelog("openssl.changelog");
  }

  private static LockChange change(LockedPackage from, LockedPackage to) {
    return new LockChange(to.name(), Optional.of(from), Optional.of(to));
  }

  private static LockChange change(String from, String to) {
    return change(Debs.openssl("openssl", from), Debs.openssl("openssl", to));
  }

  private static Knowledge feeds() throws Exception {
    OsvFeed osv = new OsvFeed("Debian:13", Set.of("openssl"));
    osv.read(new ByteArrayInputStream(Debs.bytes("DSA-6999-1.json")));
    osv.read(new ByteArrayInputStream(Debs.bytes("DEBIAN-CVE-2026-35189.json")));
    return new Knowledge(
        Optional.of(
            TrackerFeed.read(
                new ByteArrayInputStream(Debs.bytes("tracker.json")),
                OBTAINED,
                "trixie",
                Set.of("openssl", "linux"))),
        Optional.of(osv.issues(OBTAINED)),
        Optional.of(
            KevFeed.read(
                new ByteArrayInputStream(Debs.bytes("known_exploited_vulnerabilities.json")),
                OBTAINED)),
        Optional.of(EpssFeed.read(new ByteArrayInputStream(Debs.bytes("epss.csv")), OBTAINED)));
  }

  @Test
  void anUpgradeFixesWhatIsAboveTheOldVersion() {
    AdvisoryChange change = Advisories.between(change(OLD, NEW), openssl);
    assertThat(change.kind()).isEqualTo(Kind.UPGRADED);
    assertThat(change.fixed()).hasSize(23);
    assertThat(change.fixed()).extracting(Mention::id).contains("CVE-2026-35189", "CVE-2026-63072");
    assertThat(change.back()).isEmpty();
    assertThat(change.gap()).isEmpty();
    assertThat(Advisories.between(change("3.5.7-1~deb13u2", NEW), openssl).fixed()).hasSize(13);
  }

  @Test
  void aDowngradeBringsThemBack() {
    AdvisoryChange change = Advisories.between(change(NEW, OLD), openssl);
    assertThat(change.kind()).isEqualTo(Kind.DOWNGRADED);
    assertThat(change.fixed()).isEmpty();
    assertThat(change.back()).hasSize(23);
    assertThat(Advisories.teller(change(NEW, OLD)).orElseThrow().version()).hasToString(NEW);
    assertThat(Advisories.teller(change(OLD, NEW)).orElseThrow().version()).hasToString(NEW);
  }

  @Test
  void newAndRemovedPackagesFixNothing() {
    Optional<LockedPackage> one = Optional.of(Debs.openssl("openssl", NEW));
    for (LockChange change :
        List.of(
            new LockChange("openssl", Optional.empty(), one),
            new LockChange("openssl", one, Optional.empty()),
            new LockChange("openssl", one, one))) {
      AdvisoryChange told = Advisories.between(change, openssl);
      assertThat(told.fixed()).isEmpty();
      assertThat(told.back()).isEmpty();
      assertThat(told.kind()).isIn(Kind.NEW, Kind.REMOVED, Kind.REPLACED);
    }
  }

  @Test
  void saysWhereTheChangelogDoesNotReach() {
    assertThat(Advisories.between(change("3.4.1-1", NEW), openssl).gap())
        .contains(
            "the changelog begins at 3.5.0-1, above 3.4.1-1: older entries were removed when it was"
                + " packed");
    assertThat(Advisories.between(change(OLD, "3.6.0-1"), openssl).gap())
        .contains("the changelog ends at 3.5.9-1~deb13u1, below 3.6.0-1");
    assertThat(
            Advisories.between(
                    change(
                        Debs.locked("openssl", "3.0", "openssl3", "3.0"),
                        Debs.openssl("openssl", NEW)),
                    openssl)
                .gap())
        .contains(
            "it was built from source 'openssl3' and is from 'openssl': their versions do not"
                + " compare");
  }

  @Test
  void aRebuildIsComparedByWhatItWasBuiltFrom() throws Exception {
    Changelog changelog =
        ChangelogReader.read(
            """
            a1 (2-1+b2) sid; urgency=low, binary-only=yes

              * Rebuild with a fixed compiler (CVE-2024-2222)

            a1 (2-1) sid; urgency=low

              * CVE-2024-1111

            a1 (1-1) sid; urgency=low
            """,
            "a1");
    LockedPackage old = Debs.locked("a1", "1:5.2-1+b1", "a1", "2-1");
    LockedPackage rebuilt = Debs.locked("a1", "1:5.2-1+b2", "a1", "2-1");
    assertThat(Advisories.built(old)).hasToString("2-1+b1");
    assertThat(Advisories.between(change(old, rebuilt), changelog).fixed())
        .extracting(Mention::id)
        .containsExactly("CVE-2024-2222");
  }

  @Test
  void theSignedKernelIsTheKernel() throws Exception {
    Changelog changelog = Debs.changelog("linux.changelog");
    LockedPackage from =
        Debs.locked("linux-image-a", "6.12.115-1", "linux-signed-amd64", "6.12.115+1");
    LockedPackage to =
        Debs.locked("linux-image-a", "6.12.118-1", "linux-signed-amd64", "6.12.118+1");
    assertThat(changelog.between(Advisories.built(from), Advisories.built(to)))
        .extracting(entry -> entry.version().text())
        .containsExactly("6.12.115-2", "6.12.116-1", "6.12.118+1");
    List<OpenAdvisory> open = feeds().open(Debs.lock(from));
    assertThat(open).extracting(OpenAdvisory::source).containsExactly("linux");
    assertThat(feeds().open(Debs.lock(to))).isEmpty();
  }

  @Test
  void aFixThatIsTakenBackIsNone() throws Exception {
    String text =
        """
        a1 (4-1) sid; urgency=low

          * Fix CVE-2024-3333, again

        a1 (3-1) sid; urgency=low

          * Revert the patch for CVE-2024-1111
          * Revert "Fix CVE-2024-2222"
          * Revert the patch for CVE-2024-3333

        a1 (2-1) sid; urgency=low

          * CVE-2024-2222, CVE-2024-3333: fixed

        a1 (1-1) sid; urgency=low
        """;
    AdvisoryChange told =
        Advisories.between(
            change(Debs.locked("a1", "1-1", "a1", "1-1"), Debs.locked("a1", "4-1", "a1", "4-1")),
            ChangelogReader.read(text, "a1"));
    assertThat(told.fixed()).extracting(Mention::id).containsExactly("CVE-2024-3333");
    assertThat(told.back()).extracting(Mention::id).containsExactly("CVE-2024-1111");
  }

  @Test
  void tellsOfASourceOnceAndFollowsLinks() {
    Lock from = Debs.lock(Debs.openssl("libssl3t64", OLD), Debs.openssl("openssl", OLD));
    Lock to = Debs.lock(Debs.openssl("libssl3t64", NEW), Debs.openssl("openssl", NEW));
    Histories histories =
        locked ->
            locked.name().equals("openssl")
                ? new PackageHistory("openssl", Optional.of(openssl), Optional.empty())
                : new PackageHistory(locked.name(), Optional.empty(), Optional.of("openssl"));
    LockAdvisories told = LockAdvisories.between(from, to, histories, Knowledge.none());
    assertThat(told.ages()).isEmpty();
    assertThat(told.sources()).hasSize(1);
    SourceAdvisories source = told.sources().get(0);
    assertThat(source.packages()).containsExactly("libssl3t64", "openssl");
    assertThat(source.security()).isTrue();
    assertThat(source.fixed()).hasSize(23).isEqualTo(told.fixed());
    assertThat(source.fixed().get(0).toldBy()).isEqualTo("changelog");
    assertThat(source.gap()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsAGap() {
    Lock from = Debs.lock(Debs.openssl("libssl3t64", OLD));
    Lock to = Debs.lock(Debs.openssl("libssl3t64", NEW));
    assertThat(gap(from, to, Optional.empty(), Optional.of("openssl")))
        .contains("the changelog of package 'libssl3t64' is in 'openssl', which the lock has not");
    assertThat(gap(from, to, Optional.empty(), Optional.of("libssl3t64")))
        .contains("package 'libssl3t64': its changelog is 5 links away");
    assertThat(gap(from, to, Optional.empty(), Optional.empty()))
        .contains("package 'libssl3t64' brings no changelog");
    Changelog foreign =
        new Changelog(
            List.of(
                new ChangelogEntry(
                    "zlib",
                    Debs.openssl("a1", "1-1").version(),
                    List.of(),
                    "low",
                    Optional.empty(),
                    List.of())),
            false,
            0);
    assertThat(gap(from, to, Optional.of(foreign), Optional.empty()))
        .contains(
            "the changelog in package 'libssl3t64' is that of source 'zlib' 1-1, not of 'openssl'");
  }

  private static Optional<String> gap(
      Lock from, Lock to, Optional<Changelog> changelog, Optional<String> elsewhere) {
    Histories histories = locked -> new PackageHistory(locked.name(), changelog, elsewhere);
    return LockAdvisories.between(from, to, histories, Knowledge.none()).sources().get(0).gap();
  }

  @Test
  void feedsRankAndAddWhatTheChangelogDoesNotTell() throws Exception {
    Lock from = Debs.lock(Debs.openssl("openssl", OLD));
    Lock to = Debs.lock(Debs.openssl("openssl", "3.5.9-1~deb13u1"));
    Histories histories =
        locked -> new PackageHistory("openssl", Optional.of(openssl), Optional.empty());
    LockAdvisories told = LockAdvisories.between(from, to, histories, feeds());
    List<Advisory> fixed = told.fixed();
    assertThat(fixed).hasSize(24);
    assertThat(fixed.get(0))
        .isEqualTo(
            new Advisory(
                "CVE-2026-63072",
                "Heap Buffer Overflow in CMS Key Unwrapping",
                Severity.HIGH,
                Optional.of(LocalDate.of(2026, 9, 1)),
                Optional.of(0.94),
                "changelog",
                Optional.of(Instant.parse("2026-08-23T15:26:22Z"))));
    assertThat(fixed.get(1).id()).isEqualTo("CVE-2026-35189");
    assertThat(fixed.get(1).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(fixed)
        .filteredOn(advisory -> advisory.id().equals("CVE-2026-90001"))
        .extracting(Advisory::toldBy)
        .containsExactly("Debian security tracker");
    assertThat(told.ages()).hasSize(4);
    LockAdvisories undone = LockAdvisories.between(to, from, histories, feeds());
    assertThat(undone.fixed()).isEmpty();
    assertThat(undone.sources().get(0).back()).hasSize(24);
  }

  @Test
  void tellsWhatIsOpen() throws Exception {
    Lock lock = Debs.lock(Debs.openssl("openssl", "3.5.7-1~deb13u2"));
    List<OpenAdvisory> open = feeds().open(lock);
    assertThat(open)
        .extracting(o -> o.advisory().id() + " " + o.state() + " " + o.advisory().severity())
        .containsExactly(
            "CVE-2026-35189 FIX_AVAILABLE CRITICAL",
            "CVE-2026-90001 FIX_AVAILABLE LOW",
            "CVE-2026-90002 NO_FIX UNKNOWN",
            "CVE-2026-90004 UNDETERMINED UNKNOWN",
            "CVE-2007-90003 NO_FIX UNIMPORTANT");
    assertThat(open.get(0).fixedIn().orElseThrow()).hasToString(NEW);
    assertThat(open.get(2).note()).isEqualTo("Minor issue");
    assertThat(open.get(0).packages()).containsExactly("openssl");
    assertThat(Knowledge.none().open(lock)).isEmpty();
    assertThat(Knowledge.none().knowsOpen()).isFalse();
    assertThat(feeds().knowsOpen()).isTrue();
    assertThat(Knowledge.sources(lock)).containsExactly("openssl");
  }
}
