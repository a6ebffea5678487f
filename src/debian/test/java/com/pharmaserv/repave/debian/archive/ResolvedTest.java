package com.pharmaserv.repave.debian.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.debian.lock.LockException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvedTest {
  private static final List<String> FETCHES =
      List.of(
          "'http://security.debian.org/debian-security/pool/updates/main/s/shadow/login.defs_4.17.4-2%2bdeb13u1_all.deb'"
              + " login.defs_1%3a4.17.4-2+deb13u1_all.deb 186196 ",
          "'http://deb.debian.org/debian/pool/main/t/tzdata/tzdata_2026b-0%2bdeb13u1_all.deb'"
              + " tzdata_2026b-0+deb13u1_all.deb 260000 SHA256:135636bd",
          "'http://deb.debian.org/debian/pool/main/a/apt/apt_3.0.4_amd64.deb'"
              + " apt_3.0.4_amd64.deb 1400000 ");

  private static final List<String> OFFERS =
      List.of(
          "login.defs | 1:4.17.4-2+deb13u1 | http://security.debian.org/debian-security"
              + " trixie-security/main amd64 Packages",
          "login.defs | 1:4.17.4-2 | http://deb.debian.org/debian trixie/main amd64 Packages",
          "    tzdata | 2026b-0+deb13u1 | http://deb.debian.org/debian trixie-updates/main amd64"
              + " Packages",
          "       apt |      3.0.4 | http://deb.debian.org/debian trixie/main amd64 Packages",
          "       apt |      3.0.4 | http://deb.debian.org/debian trixie-updates/main amd64"
              + " Packages");

  @Test
  void versionsHaveTheirEpochsAndUpdatesAreWhatNoOtherSuiteHas() throws Exception {
    assertThat(Resolved.read(FETCHES, OFFERS, "trixie"))
        .containsExactly(
            new Resolved("login.defs", "1:4.17.4-2+deb13u1", false),
            new Resolved("tzdata", "2026b-0+deb13u1", true),
            new Resolved("apt", "3.0.4", false));
    assertThat(Resolved.names(FETCHES, "trixie")).containsExactly("login.defs", "tzdata", "apt");
  }

  @Test
  void whatIsNotUnderstoodIsShown() {
    assertThatThrownBy(() -> Resolved.read(List.of("Reading package lists"), OFFERS, "trixie"))
        .isInstanceOf(LockException.class)
        .hasMessageContaining("'Reading package lists'");
    assertThatThrownBy(() -> Resolved.read(List.of(), List.of(), "trixie"))
        .isInstanceOf(LockException.class)
        .hasMessageContaining("no essential package");
  }
}
