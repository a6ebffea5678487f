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
  static final ArchRule usesOfTheRolloutToolWhatIsPureAndShared =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "com.pharmaserv.repave.infra..",
              "com.pharmaserv.repave.config",
              "com.pharmaserv.repave.model",
              "com.pharmaserv.repave.permission",
              "com.pharmaserv.repave.price",
              "com.pulumi..",
              "com.fasterxml.jackson..",
              "com.google.protobuf",
              "pulumirpc",
              "org.jspecify..",
              "java..")
          .because("the infrastructure is made without the engine and without a provider");

  @ArchTest
  static final ArchRule whatLooksAtResourcesKnowsNoPulumi =
      noClasses()
          .that()
          .resideOutsideOfPackages(PROGRAM)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.pulumi..")
          .because("it is also for what comes from previews and states");

  @ArchTest
  static final ArchRule onlyTheDryRunKnowsInternalsOfPulumi =
      noClasses()
          .that()
          .resideOutsideOfPackage("..infra.dryrun")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..pulumi..internal..", "com.google.protobuf", "pulumirpc")
          .because("they may change between two versions of the SDK");

  @ArchTest
  static final ArchRule nothingWritesToStreamsInTheMachinesCharset =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("pages and pictures are UTF-8 on every machine: Look opens the streams");

  @ArchTest
  static final ArchRule nothingFormatsInTheMachinesLocale =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .because("digits differ between locales: name Locale.ROOT, or use %s alone");
}
