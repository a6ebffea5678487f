package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.Sbom;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The Pulumi program runs on libraries that it may run on. */
class SbomIT {
  @Test
  void everyLibraryMayBeUsed() throws Exception {
    assertThat(Sbom.table(Path.of(""))).contains("com.pulumi:aws", "io.grpc:grpc-netty-shaded");
  }
}
