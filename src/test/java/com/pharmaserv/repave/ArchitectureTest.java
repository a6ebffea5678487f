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

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds the table of packages: who may use whom, and what the pure packages may not touch.
 *
 * <p>A rule that finds no class to check fails, so a renamed package cannot slip out of its rule.
 * The one exception is {@code aws}, which may be absent.
 */
@AnalyzeClasses(packages = "com.pharmaserv.repave", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "com.pharmaserv.repave";
  private static final String MODEL = ROOT + ".model..";
  private static final String PLAN = ROOT + ".plan..";
  private static final String PORT = ROOT + ".port..";
  private static final String JOURNAL = ROOT + ".journal..";
  private static final String ENGINE = ROOT + ".engine..";
  private static final String CONFIG = ROOT + ".config..";
  private static final String AWS = ROOT + ".aws..";
  private static final String BAKE = ROOT + ".bake..";
  private static final String LOCAL = ROOT + ".local..";
  private static final String SIM = ROOT + ".sim..";
  private static final String REPORT = ROOT + ".report..";
  private static final String PRICE = ROOT + ".price..";
  private static final String CLI = ROOT + ".cli..";

  /** {@code java.util} exactly: its sub-packages with threads and archives stay out. */
  private static final String[] LANGUAGE = {
    "java.lang",
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
              MODEL, PLAN, PORT, JOURNAL, ENGINE, CONFIG, PRICE, BAKE, AWS, LOCAL, SIM, REPORT, CLI)
          .because("a package is added only together with its line in the table of packages");

  // Which package may use which. The command line may use all and has no rule.

  @ArchTest
  static final ArchRule modelUsesOnlyTheLanguage =
      classes()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(languageAnd(MODEL))
          .because(
              "values must mean the same everywhere, so they rest on nothing but the language");

  @ArchTest
  static final ArchRule planUsesOnlyModelAndTheLanguage =
      classes()
          .that()
          .resideInAPackage(PLAN)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(languageAnd(MODEL, PLAN))
          .because(
              "a decision depends on what was observed and on nothing else; it never sees a port");

  @ArchTest
  static final ArchRule portUsesOnlyModel =
      mayUse(PORT, MODEL).because("a port says what the world can do, in the words of the model");

  @ArchTest
  static final ArchRule journalUsesOnlyModelAndPort =
      mayUse(JOURNAL, MODEL, PORT).because("what is recorded must not depend on who records it");

  @ArchTest
  static final ArchRule engineUsesOnlyModelPlanAndPort =
      mayUse(ENGINE, MODEL, PLAN, PORT)
          .because("the one loop must run unchanged on every provider and on every journal");

  @ArchTest
  static final ArchRule configUsesOnlyModel =
      mayUse(CONFIG, MODEL).because("configuration is read into the model and acts on nothing");

  @ArchTest
  static final ArchRule priceUsesNoOtherPackage =
      mayUse(PRICE).because("the infrastructure program reads the same prices");

  @ArchTest
  static final ArchRule bakeUsesOnlyModelAndPort =
      mayUse(BAKE, MODEL, PORT)
          .because("what every bake shares must not depend on where an image is baked");

  @ArchTest
  static final ArchRule awsUsesOnlyModelPortBakeAndPrice =
      mayUse(AWS, MODEL, PORT, BAKE, PRICE)
          .because("a provider fulfils ports and knows nothing of decisions");

  @ArchTest
  static final ArchRule localUsesOnlyModelPortAndBake =
      mayUse(LOCAL, MODEL, PORT, BAKE)
          .because("a provider fulfils ports and knows nothing of decisions");

  @ArchTest
  static final ArchRule simUsesOnlyModelAndPort =
      mayUse(SIM, MODEL, PORT).because("a provider fulfils ports and knows nothing of decisions");

  @ArchTest
  static final ArchRule reportUsesOnlyModelAndPort =
      mayUse(REPORT, MODEL, PORT).because("what people read is told from facts, not from the loop");

  // Adapters.

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsAdapters =
      noClasses()
          .that()
          .resideOutsideOfPackages(AWS, LOCAL, SIM, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AWS, LOCAL, SIM)
          .because("one class of the command line wires adapters; everything else sees ports");

  @ArchTest
  static final ArchRule adaptersNeverSeeEachOther =
      slices()
          .matching(ROOT + ".(aws|local|sim)..")
          .namingSlices("provider $1")
          .should()
          .notDependOnEachOther()
          .because("each provider is a world of its own and can be taken out alone");

  @ArchTest
  static final ArchRule onlyAwsKnowsTheAwsSdk =
      noClasses()
          .that()
          .resideOutsideOfPackage(AWS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..")
          .because("the words of the SDK end at the edge");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching(ROOT + ".(*)..")
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
          .that(not(mayWaitInRealTime()).as("are not *SystemTime of local or cli"))
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
    for (String place : new String[] {LOCAL, CLI}) {
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

  private static ArchRule mayUse(String place, String... others) {
    String[] allowed = Arrays.copyOf(others, others.length + 1);
    allowed[others.length] = place;
    return classes()
        .that()
        .resideInAPackage(place)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage(ROOT + ".."))
                .or(resideInAnyPackage(allowed))
                .as("are outside of Repave or reside in %s", Arrays.toString(allowed)));
  }

  private static ClassesShould pureCode() {
    return noClasses().that().resideInAnyPackage(MODEL, PLAN).should();
  }

  private static String[] languageAnd(String... places) {
    String[] all = Arrays.copyOf(LANGUAGE, LANGUAGE.length + places.length);
    System.arraycopy(places, 0, all, LANGUAGE.length, places.length);
    return all;
  }

  private static DescribedPredicate<JavaClass> mayWaitInRealTime() {
    return resideInAnyPackage(LOCAL, CLI).and(nameMatching(".*\\.\\w*SystemTime(\\$.*)?"));
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
