package com.pharmaserv.repave;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.Golden;
import com.pharmaserv.repave.testing.ProjectRoot;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the table of packages: who may use whom, and what the pure packages may not touch.
 *
 * <p>A rule that finds no class to check fails, so a renamed package cannot slip out of its rule.
 * The one exception is {@code aws}, which may be absent.
 */
@AnalyzeClasses(
    packages = "com.pharmaserv.repave",
    importOptions = ArchitectureTest.ProductionOnly.class)
class ArchitectureTest {

  /** {@code java.util} exactly: its sub-packages with threads and archives stay out. */
  private static final String[] LANGUAGE = {
    "java.lang",
    "java.math",
    "java.util",
    "java.util.function",
    "java.util.stream",
    "java.util.regex",
    "java.time",
    "org.jspecify.annotations",
  };

  // Every class has its line in the table.

  @ArchTest
  static final ArchRule everyClassLivesInAPackageOfTheTable =
      classes()
          .that()
          .doNotHaveSimpleName("package-info")
          .should()
          .resideInAnyPackage(
              Stream.of(Layers.values()).map(Layers::classes).toArray(String[]::new))
          .because("a package is added only together with its line in the table of packages");

  // Which package may use which: Layers has the table, and architecture.md shows it.

  @ArchTest
  static void packagesUseOnlyWhatTheTableAllows(JavaClasses classes) {
    for (Layers layer : Layers.values()) {
      if (layer != Layers.CLI) {
        mayUse(layer).check(classes);
      }
    }
  }

  @ArchTest
  static final ArchRule modelAndPlanUseNothingOfJavaButTheLanguage =
      classes()
          .that()
          .resideInAnyPackage(
              Layers.MODEL.classes(), Layers.PLAN.classes(), Layers.ROTATION.classes())
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              languageAnd(
                  Layers.CALENDAR.classes(),
                  Layers.MODEL.classes(),
                  Layers.PLAN.classes(),
                  Layers.ROTATION.classes()))
          .because("a value means the same everywhere, and a decision follows from facts alone");

  @Test
  void theArchitecturePageShowsTheTable() throws IOException {
    Path page = ProjectRoot.resolve("src/docs/architecture.md");
    String text = Files.readString(page);
    int from = text.indexOf(Layers.HEAD);
    int to = text.indexOf("\n\n", from);
    assertThat(from).as("the table of packages in %s", page).isNotNegative();
    Golden.check(page, text.substring(0, from) + Layers.table() + text.substring(to));
  }

  // Adapters.

  /** Each by its name: a further class that knows a provider is a decision, not an accident. */
  private static final Set<String> WIRING =
      Set.of(
          "AwsWiring",
          "Holder",
          "LocalDaemon",
          "LocalWiring",
          "TrainingCloud",
          "TrainingGround",
          "Wiring");

  @ArchTest
  static final ArchRule onlyTheWiringKnowsAdapters =
      noClasses()
          .that()
          .resideOutsideOfPackages(Layers.AWS.classes(), Layers.LOCAL.classes())
          .and(not(wires()).as("are not one of %s of the wiring", WIRING))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(Layers.AWS.classes(), Layers.LOCAL.classes())
          .because("a few classes tie providers to ports; everything else sees ports");

  @ArchTest
  static final ArchRule onlyRehearsalsKnowTheSimulatedCloud =
      noClasses()
          .that()
          .resideOutsideOfPackages(Layers.SIM.classes(), Layers.REHEARSAL.classes())
          .and(not(wires()).as("are not one of %s of the wiring", WIRING))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(Layers.SIM.classes())
          .because("what is played must not be taken for what is real");

  @ArchTest
  static final ArchRule adaptersNeverSeeEachOther =
      slices()
          .matching(Layers.ROOT + ".(aws|local|sim)..")
          .namingSlices("provider $1")
          .should()
          .notDependOnEachOther()
          .because("each provider is a world of its own and can be taken out alone");

  @ArchTest
  static final ArchRule onlyAwsKnowsTheAwsSdk =
      noClasses()
          .that()
          .resideOutsideOfPackage(Layers.AWS.classes())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..")
          .because("the words of the SDK end at the edge");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching(Layers.ROOT + ".(*)..")
          .should()
          .beFreeOfCycles()
          .because("a cycle makes two packages one");

  // The pure packages.

  @ArchTest
  static final ArchRule pureCodeReadsNoClock =
      pureCode()
          .accessTargetWhere(
              target(
                  "a clock",
                  access ->
                      owner(access).getName().equals("java.time.Clock")
                          || (owner(access).getPackageName().equals("java.time")
                              && Set.of("now", "systemDefault").contains(access.getName()))
                          || (owner(access).isAssignableTo(java.util.Date.class)
                              && access.getName().equals("<init>"))
                          || owner(access).isAssignableTo(java.util.Calendar.class)))
          .because("the same state, observation, policy and now must give the same decision");

  @ArchTest
  static final ArchRule pureCodeHoldsNoClock =
      pureCode()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .because("now is a parameter");

  @ArchTest
  static final ArchRule pureCodeDrawsNothingAtRandom =
      pureCode()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(Random|SplittableRandom)")
          .orShould()
          .accessTargetWhere(
              target(
                  "something drawn at random",
                  access ->
                      isMember(access, "java.util.UUID", "randomUUID")
                          || isMember(access, "java.lang.Math", "random")
                          || isMember(access, "java.util.Collections", "shuffle")))
          .because("names and tokens are derived, so that a repeated action is the same action");

  @ArchTest
  static final ArchRule pureCodeStartsNoThreads =
      pureCode()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.lang\\.(Thread|ThreadGroup|ThreadLocal|InheritableThreadLocal)(\\$.*)?"
                  + "|java\\.util\\.(Timer|TimerTask)")
          .orShould()
          .accessTargetWhere(
              target(
                  "other threads",
                  access ->
                      Set.of("parallel", "parallelStream").contains(access.getName())
                          || (owner(access).getName().equals("java.lang.Object")
                              && Set.of("wait", "notify", "notifyAll").contains(access.getName()))))
          .because("a decision that depends on timing cannot be replayed");

  @ArchTest
  static final ArchRule pureCodeTouchesNothingOutside =
      pureCode()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.lang\\.(System|Runtime|Process|ProcessBuilder|ProcessHandle|ClassLoader)"
                  + "|java\\.util\\.(Scanner|ServiceLoader|ResourceBundle|Properties)")
          .because("System tells the time, the environment and the streams: all of them are I/O");

  // Edges.

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage(Layers.CLI.classes())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..")
          .because("an operation serves any face of the tool");

  /** Outermost classes: what is nested in one is a part of it. */
  @ArchTest
  static void theCommandLineLeadsDownAndNeverBack(JavaClasses classes) {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return resideInAPackage(Layers.CLI.classes()).test(javaClass)
                    ? SliceIdentifier.of(outermost(javaClass))
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "classes of the command line";
              }
            })
        .should()
        .beFreeOfCycles()
        .because("a command knows what it stands on, and nothing knows the commands but their list")
        .check(classes);
  }

  @ArchTest
  static final ArchRule onlyMainTouchesTheStandardStreams =
      noClasses()
          .that(
              not(nameMatching("com\\.pharmaserv\\.repave\\.cli\\.Main(\\$.*)?"))
                  .as("are not cli.Main"))
          .should()
          .accessTargetWhere(
              target(
                  "standard streams",
                  access ->
                      isMember(access, "java.lang.System", "out")
                          || isMember(access, "java.lang.System", "err")
                          || (owner(access).isAssignableTo(Throwable.class)
                              && access.getName().equals("printStackTrace")
                              && access.getDescription().contains("printStackTrace()"))))
          .because("results go to stdout and progress to stderr, and one place sees to it");

  @ArchTest
  static final ArchRule onlySystemTimeSleeps =
      noClasses()
          .that(not(mayWaitInRealTime()).as("are not *SystemTime of local or wiring"))
          .should()
          .accessTargetWhere(
              target(
                  "a sleep",
                  access ->
                      isMember(access, "java.lang.Thread", "sleep")
                          || isMember(access, TimeUnit.class.getName(), "sleep")))
          .because("time is turned by hand in tests, so real waiting needs one known place");

  @ArchTest
  static void realTimeHasAtMostOneClassInEachPackage(JavaClasses classes) {
    for (String place : new String[] {Layers.LOCAL.classes(), Layers.WIRING.classes()}) {
      Set<String> found =
          classes.stream()
              .filter(mayWaitInRealTime())
              .filter(resideInAPackage(place))
              .map(ArchitectureTest::outermost)
              .collect(Collectors.toSet());
      assertThat(found)
          .as("classes named *SystemTime in %s: a second one is a second clock", place)
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  /** Neither tests, also of other modules, nor the double of AWS, which serves tests. */
  static final class ProductionOnly implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/")
          && !location.contains("-tests.jar")
          && !location.contains("aws-twin");
    }
  }

  private static ArchRule mayUse(Layers layer) {
    String[] allowed =
        Stream.concat(Stream.of(layer), layer.mayUse().stream())
            .map(Layers::classes)
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(layer.classes())
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage(Layers.ROOT + ".."))
                .or(resideInAnyPackage(allowed))
                .as("are outside of Repave or reside in %s", Arrays.toString(allowed)))
        .because("the table of packages says what '%s' may use".formatted(layer.place()));
  }

  private static ClassesShould pureCode() {
    return noClasses()
        .that()
        .resideInAnyPackage(Layers.MODEL.classes(), Layers.PLAN.classes())
        .should();
  }

  private static String[] languageAnd(String... places) {
    String[] all = Arrays.copyOf(LANGUAGE, LANGUAGE.length + places.length);
    System.arraycopy(places, 0, all, LANGUAGE.length, places.length);
    return all;
  }

  private static DescribedPredicate<JavaClass> wires() {
    return describe(
        "wires providers",
        javaClass ->
            resideInAPackage(Layers.WIRING.classes()).test(javaClass)
                && WIRING.contains(
                    outermost(javaClass).substring(javaClass.getPackageName().length() + 1)));
  }

  private static DescribedPredicate<JavaClass> mayWaitInRealTime() {
    return resideInAnyPackage(Layers.LOCAL.classes(), Layers.WIRING.classes())
        .and(nameMatching(".*\\.\\w*SystemTime(\\$.*)?"));
  }

  private static DescribedPredicate<JavaAccess<?>> target(
      String what, Predicate<JavaAccess<?>> predicate) {
    return describe("the target is " + what, predicate);
  }

  private static boolean isMember(JavaAccess<?> access, String className, String member) {
    return owner(access).getName().equals(className) && access.getName().equals(member);
  }

  private static JavaClass owner(JavaAccess<?> access) {
    return access.getTargetOwner();
  }

  private static String outermost(JavaClass javaClass) {
    return javaClass.getName().replaceFirst("\\$.*", "");
  }
}
