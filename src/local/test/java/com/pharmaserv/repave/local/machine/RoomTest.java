package com.pharmaserv.repave.local.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  @Test
  void namesWhatIsMissingAndTheLineThatInstallsIt(@TempDir Path empty) {
    assertThat(Room.missing(empty.toString()))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("bash, bubblewrap, perl-base, ")
                    .contains(
                        " missing here; run: apt-get install --no-install-recommends bash"
                            + " bubblewrap perl-base "));
  }
}
