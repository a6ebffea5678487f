package com.pharmaserv.repave.debian.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.debian.advisory.Mention.Meaning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChangelogReaderTest {
  @Test
  void readsOpensslAsDebianShipsIt() throws Exception {
    Changelog changelog = Debs.changelog("openssl.changelog");
    assertThat(changelog.entries()).hasSize(8);
    assertThat(changelog.cut()).isTrue();
    assertThat(changelog.odd()).isZero();
    ChangelogEntry entry = changelog.entries().get(1);
    assertThat(entry.source()).isEqualTo("openssl");
    assertThat(entry.version()).hasToString("3.5.7-1~deb13u3");
    assertThat(entry.suites()).containsExactly("trixie-security");
    assertThat(entry.security()).isTrue();
    assertThat(entry.urgency()).isEqualTo("medium");
    assertThat(entry.date()).contains(Instant.parse("2026-09-29T20:10:28Z"));
    assertThat(entry.mentions()).hasSize(13);
    assertThat(entry.mentions().get(0))
        .isEqualTo(
            new Mention(
                "CVE-2026-84782",
                "DTLS Retransmits Handshake Messages From a Stale Buffer Offset",
                Meaning.FIXED,
                entry.date()));
    assertThat(changelog.entries().get(0).mentions()).isEmpty();
  }

  @Test
  void aFixMayBeARevert() throws Exception {
    Changelog changelog = Debs.changelog("linux.changelog");
    assertThat(changelog.entries())
        .extracting(entry -> entry.source() + " " + entry.version())
        .containsExactly("linux-signed-amd64 6.12.118+1", "linux 6.12.116-1", "linux 6.12.115-2");
    List<Mention> mentions = changelog.entries().get(0).mentions();
    assertThat(mentions)
        .contains(
            new Mention(
                "CVE-2026-99350",
                "rxrpc: Fix update of call->tx_pending without holding lock",
                Meaning.FIXED,
                changelog.entries().get(0).date()));
    assertThat(changelog.entries().get(2).mentions()).isEmpty();
  }

  @Test
  void worksOnPatchesAreNoFixes() throws Exception {
    Changelog changelog = Debs.changelog("curl.changelog");
    assertThat(changelog.entries().get(0).mentions())
        .extracting(Mention::id, Mention::text)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "CVE-2026-8924", "Import upstream patches for 3 CVE fixes:"));
    assertThat(changelog.entries().get(1).mentions())
        .filteredOn(mention -> mention.meaning() == Meaning.UPKEEP)
        .extracting(Mention::id)
        .containsExactly("CVE-2025-10148", "CVE-2025-13034");
    assertThat(Debs.changelog("libxml2.changelog").entries().get(0).mentions())
        .filteredOn(mention -> mention.meaning() == Meaning.UPKEEP)
        .extracting(Mention::id)
        .containsExactly("CVE-2025-49794", "CVE-2025-49796");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "* Fix heap overflow (CVE-2024-1234) (Closes: #1, #22)|CVE-2024-1234|Fix heap overflow|FIXED",
        "* SECURITY UPDATE CVE-2024-~1234: x is read|CVE-2024-1234|SECURITY UPDATE CVE-2024-1234: x is read|FIXED",
        "* Old candidates, CAN-2004-0700|CVE-2004-0700|Old candidates, CAN-2004-0700|FIXED",
        "* CVE-2024-{1111, 2222}: both|CVE-2024-1111 CVE-2024-2222|CVE-2024-{1111, 2222}: both|FIXED",
        "* CVE-2024-1111/2222: both|CVE-2024-1111 CVE-2024-2222|CVE-2024-1111/2222: both|FIXED",
        "* CVE-2024-1111 and -2222|CVE-2024-1111 CVE-2024-2222|CVE-2024-1111 and -2222|FIXED",
        "* d/p/CVE-2023-28320-1.patch|CVE-2023-28320|d/p/CVE-2023-28320-1.patch|FIXED",
        "* Revert the fix for CVE-2024-1234|CVE-2024-1234|Revert the fix for CVE-2024-1234|REVERTED",
        "* [s390x] Revert support for X (CVE-2026-64369)|CVE-2026-64369|[s390x] Revert support for X|FIXED",
        "* Drop CVE-2019-20372.patch, applied upstream|CVE-2019-20372|Drop CVE-2019-20372.patch, applied upstream|UPKEEP",
        "* d/p/CVE-2019-20372.patch: Rebase|CVE-2019-20372|d/p/CVE-2019-20372.patch: Rebase|UPKEEP",
        "* CVE-2024-1234 does not affect us|CVE-2024-1234|does not affect us|UPKEEP",
        "* See DLA-4460-1 and DSA-6117|DLA-4460-1 DSA-6117|See DLA-4460-1 and DSA-6117|FIXED",
        "* Fixes TEMP-1138794-BADE22.|TEMP-1138794-BADE22|Fixes TEMP-1138794-BADE22.|FIXED",
        "* Security:~  - CVE-2024-1234|CVE-2024-1234|Security:|FIXED",
        "* no XCVE-2024-1234, CVE-24-1234, CVE-2024-12345678901 here|``|``|FIXED",
      })
  void findsIds(String text, String ids, String said, Meaning meaning) throws Exception {
    String item = "  " + text.replace("~", "\n    ");
    List<Mention> mentions =
        ChangelogReader.read("a1 (1-1) sid; urgency=low\n\n" + item, "a1")
            .entries()
            .get(0)
            .mentions();
    assertThat(mentions.stream().map(Mention::id).toList())
        .containsExactlyElementsOf(ids.isEmpty() ? List.of() : List.of(ids.split(" ")));
    assertThat(mentions).allSatisfy(m -> assertThat(m.text()).isEqualTo(said));
    assertThat(mentions).allSatisfy(m -> assertThat(m.meaning()).isEqualTo(meaning));
  }

  @Test
  void passesOverWhatFitsNowhere() throws Exception {
    Changelog changelog =
        ChangelogReader.read(
            """
            stray words
            a1 (1.0_beta) sid; urgency=low

              * CVE-2024-1111: in a version that no lock can have

             -- N N <n@n>  Sat, 31 Feb 2007 20:22:05 +0100

            a1 (1-1) sid experimental; urgency=HIGH, binary-only=yes

              * CVE-2024-2222\u001b[31m: red

             -- N N <n@n>  Xyz,  3 July 2007  1:22:05 +0100
            vim: syntax=changelog

            Old Changelog:
            Thu Oct 14 11:27:55 1999 somebody
              * something
            """,
            "a1");
    assertThat(changelog.entries()).hasSize(1);
    ChangelogEntry entry = changelog.entries().get(0);
    assertThat(entry.suites()).containsExactly("sid", "experimental");
    assertThat(entry.urgency()).isEqualTo("high");
    assertThat(entry.date()).isEqualTo(Optional.of(Instant.parse("2007-07-03T00:22:05Z")));
    assertThat(entry.mentions().get(0).text()).doesNotContain("\u001b");
    assertThat(changelog.odd()).isEqualTo(7);
  }

  @Test
  void refusesWhatIsNoChangelog() {
    assertThatThrownBy(() -> ChangelogReader.read("2024-01-01  Somebody\n\n\t* x.c: y\n", "a1"))
        .isInstanceOf(AdvisoryException.class)
        .hasMessageContaining("a1: is no Debian changelog: no line like");
    assertThatThrownBy(() -> ChangelogReader.read("\n".repeat(1_000_001), "a1"))
        .hasMessageContaining("a1: the changelog has more than 1000000 lines");
    assertThatThrownBy(() -> ChangelogReader.read("a1 (1-1) sid; x\n".repeat(60_000), "a1"))
        .hasMessageContaining("more than 50000 entries");
  }
}
