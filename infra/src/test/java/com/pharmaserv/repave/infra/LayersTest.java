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
  /** What makes resources, and what runs that dry. */
  private static final String[] PROGRAM = {
    "com.pharmaserv.repave.infra",
    "..infra.access",
    "..infra.core",
    "..infra.data",
    "..infra.dryrun",
    "..infra.edge",
    "..infra.fleet",
    "..infra.guard",
    "..infra.log",
    "..infra.network",
    "..infra.repave"
  };

  @ArchTest
  static final ArchRule USES_ONLY_CONFIGURATION_AND_PRICES_OF_THE_ROLLOUT_TOOL =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "com.pharmaserv.repave.infra..",
              "com.pharmaserv.repave.config",
              "com.pharmaserv.repave.model",
              "com.pharmaserv.repave.price",
              "com.pulumi..",
              "com.fasterxml.jackson..",
              "com.google.protobuf",
              "pulumirpc",
              "org.jspecify..",
              "java..");

  /** They are also for what comes from previews and states. */
  @ArchTest
  static final ArchRule WHAT_LOOKS_AT_RESOURCES_KNOWS_NO_PULUMI =
      noClasses()
          .that()
          .resideOutsideOfPackages(PROGRAM)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.pulumi..");

  /** They may change between two versions of the SDK. */
  @ArchTest
  static final ArchRule ONLY_THE_DRY_RUN_KNOWS_INTERNALS_OF_PULUMI =
      noClasses()
          .that()
          .resideOutsideOfPackage("..infra.dryrun")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..pulumi..internal..", "com.google.protobuf", "pulumirpc");
}
