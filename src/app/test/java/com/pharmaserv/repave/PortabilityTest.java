package com.pharmaserv.repave;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the machine speaks never decides what is read or written. Under an Arabic locale {@code %d}
 * writes other digits, under a Turkish one {@code toLowerCase} another i, and in the POSIX locale a
 * reader without a charset takes UTF-8 for noise.
 */
@AnalyzeClasses(
    packages = "com.pharmaserv.repave",
    importOptions = ArchitectureTest.ProductionOnly.class)
class PortabilityTest {
  /** How far from a number's conversion the locale may stand that it is written in. */
  private static final int NEAR = 250;

  /** A conversion that asks the locale for digits, points or signs. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<!%)%(?:[0-9]+\\$)?[-#+ 0,(]*[0-9]*(?:\\.[0-9]+)?[dxXofeEgG](?![a-zA-Z0-9])");

  private static final Pattern TEXT =
      Pattern.compile("\"\"\"(?:[^\\\\]|\\\\.)*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"", Pattern.DOTALL);

  @ArchTest
  static final ArchRule LOCALE_IS_NAMED =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(Locale.class, "getDefault")
          .because("the machine's language would decide; say Locale.ROOT");

  @ArchTest
  static final ArchRule CHARSET_IS_NAMED =
      noClasses()
          .should()
          .callMethod(String.class, "getBytes")
          .orShould()
          .callConstructor(String.class, byte[].class)
          .orShould()
          .callConstructor(InputStreamReader.class, InputStream.class)
          .orShould()
          .callConstructor(OutputStreamWriter.class, OutputStream.class)
          .orShould()
          .callConstructor(PrintStream.class, OutputStream.class)
          .orShould()
          .callConstructor(PrintStream.class, OutputStream.class, boolean.class)
          .orShould()
          .callConstructor(FileReader.class, File.class)
          .orShould()
          .callConstructor(FileReader.class, String.class)
          .orShould()
          .callConstructor(FileWriter.class, File.class)
          .orShould()
          .callConstructor(FileWriter.class, String.class)
          .orShould()
          .callMethod(Charset.class, "defaultCharset")
          .because("the machine's locale would decide; say StandardCharsets.UTF_8");

  /** People at a terminal read their own clock; nothing else does. */
  @ArchTest
  static final ArchRule ZONE_IS_NAMED =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .callMethod(ZoneId.class, "systemDefault")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .because("the machine's time zone would decide; say ZoneOffset.UTC");

  /** A call cannot tell what {@code formatted} is given, so the sources are searched for it. */
  @Test
  void numbersAreWrittenInALocaleThatIsNamed() throws IOException {
    List<String> findings = new ArrayList<>();
    int read = 0;
    try (Stream<Path> files = Files.walk(ProjectRoot.resolve(""))) {
      for (Path file : files.filter(PortabilityTest::isProduction).sorted().toList()) {
        read++;
        for (String found : numbers(Files.readString(file))) {
          findings.add(ProjectRoot.resolve("").relativize(file) + ": " + found);
        }
      }
    }
    assertThat(read).as("files of all modules").isGreaterThan(300);
    assertThat(findings)
        .as("write %%s in place of %%d, or String.format(Locale.ROOT, ...)")
        .isEmpty();
  }

  @Test
  void findsANumberThatNoLocaleIsNamedFor() {
    assertThat(numbers("\"%s of %d\".formatted(a, b)")).containsExactly("\"%s of %d\"");
    assertThat(numbers("\"\"\"\n  part %1$05d\n  \"\"\".formatted(a)")).hasSize(1);
    assertThat(numbers("String.format(Locale.ROOT, \"%s-g%04d\", a, b)")).isEmpty();
    assertThat(numbers("\"100 %% done, a%20b\"")).isEmpty();
  }

  private static boolean isProduction(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.endsWith(".java") && path.contains("/main/java/") && !path.contains("/target/");
  }

  private static List<String> numbers(String source) {
    List<String> found = new ArrayList<>();
    Matcher text = TEXT.matcher(source);
    while (text.find()) {
      int from = Math.max(0, text.start() - NEAR);
      int to = Math.min(source.length(), text.end() + NEAR);
      if (NUMBER.matcher(text.group()).find()
          && !source.substring(from, to).contains("Locale.ROOT")) {
        found.add(text.group());
      }
    }
    return found;
  }
}
