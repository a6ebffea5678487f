package com.pharmaserv.repave.local.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPackagesTest {
  @ParameterizedTest
  @CsvSource({
    "17.0.15+6-Debian, 17, true",
    "17.0.15+6, 17.0.15, true",
    "17.0.15+6, 17.0.16, false",
    "17.0.9, 17.0.15, false",
    "9.1, 17, false",
    "21, 17.0.15, true",
    "17, 17.0.0, true",
    "sha256:abc, 1, false",
    "20240101123456789012345, 2, true",
  })
  void comparesVersionsNumberByNumber(String version, String atLeast, boolean reaches) {
    assertThat(HostPackages.reaches(version, atLeast)).isEqualTo(reaches);
  }
}
