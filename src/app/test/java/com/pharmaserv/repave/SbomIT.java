package com.pharmaserv.repave;

import com.pharmaserv.repave.testing.Golden;
import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.testing.Sbom;
import org.junit.jupiter.api.Test;

/** The tool carries only libraries that it may carry, and says which. */
class SbomIT {
  private static final String HEAD =
      """
      # Licences

      What the tool is made of, its own modules included. Printed from the bill of materials that each build writes to `src/app/target/sbom.json` (CycloneDX, with versions and digests).

      """;

  @Test
  void everyLibraryMayBeUsed() throws Exception {
    Golden.check(
        ProjectRoot.resolve("src/docs/licences.md"),
        HEAD + Sbom.table(ProjectRoot.resolve("src/app")));
  }
}
