package com.pharmaserv.repave.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this program may use of the rollout tool, and rules of Pulumi. */
@AnalyzeClasses(packages = "com.pharmaserv.repave.infra", importOptions = DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule USES_ONLY_THE_CONFIGURATION_OF_THE_ROLLOUT_TOOL =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "com.pharmaserv.repave.infra..",
              "com.pharmaserv.repave.config",
              "com.pharmaserv.repave.model",
              "com.pulumi..",
              "com.fasterxml.jackson..",
              "org.jspecify..",
              "java..");

  /** They are also for what comes from previews and states. */
  @ArchTest
  static final ArchRule RULES_KNOW_NO_PULUMI =
      noClasses()
          .that()
          .resideInAPackage("..infra.policy")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.pulumi..");

  @ArchTest
  static final ArchRule ONLY_THE_PROGRAM_KNOWS_INTERNALS_OF_NOBODY =
      noClasses().should().dependOnClassesThat().resideInAPackage("..pulumi..internal..");
}
