package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;

/** Keeps files and methods small enough to be read in one go. */
class SizeTest {

  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 70;

  @Test
  void noFileAndNoMethodIsTooLong() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (String module : List.of("src", "infra")) {
      List<Source> found = sourcesUnder(ProjectRoot.resolve(module));
      assertThat(found).as("Java files under %s", module).isNotEmpty();
      sources.addAll(found);
    }

    List<String> findings = new SourceSize(FILE_LINES_MAX, METHOD_LINES_MAX).findings(sources);

    assertThat(findings).as("What is too long must be split:%n%s", lines(findings)).isEmpty();
  }

  @Test
  void namesFileLineAndLengthOfALongMethod() throws IOException {
    Source source =
        new Source(
            "Sample.java",
            """
            /** Sample { with a brace. */
            class Sample {

              /** Not counted: documentation stands outside of the method. */
              @Deprecated
              int fine() {
                return "}".length();
              }

              int tooLong() {
                // }
                int one = 1;
                return one;
              }
            }
            """);

    assertThat(new SourceSize(15, 4).findings(List.of(source)))
        .containsExactly("/Sample.java:10: method tooLong has 5 lines, at most 4 are allowed");
  }

  @Test
  void countsConstructorsInitializersAndNestedClasses() throws IOException {
    Source source =
        new Source(
            "Sample.java",
            """
            class Sample {
              static {
                System.gc();
              }

              record Nested(int value) {
                Nested {
                  value++;
                }
              }
            }
            """);

    assertThat(new SourceSize(10, 2).findings(List.of(source)))
        .containsExactly(
            "/Sample.java:1: file has 11 lines, at most 10 are allowed",
            "/Sample.java:2: initializer has 3 lines, at most 2 are allowed",
            "/Sample.java:7: constructor has 3 lines, at most 2 are allowed");
  }

  private static List<Source> sourcesUnder(Path folder) throws IOException {
    List<Source> sources = new ArrayList<>();
    Path target = Path.of("target");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> !names(f).contains(target)).sorted().toList()) {
        if (file.toString().endsWith(".java")) {
          String name = ProjectRoot.resolve("").relativize(file).toString().replace('\\', '/');
          sources.add(new Source(name, Files.readString(file)));
        }
      }
    }
    return sources;
  }

  private static List<Path> names(Path path) {
    List<Path> names = new ArrayList<>();
    path.forEach(names::add);
    return names;
  }

  private static String lines(List<String> findings) {
    return String.join(System.lineSeparator(), findings);
  }

  /** A source in memory, named by its path in the project. */
  private static final class Source extends SimpleJavaFileObject {

    private final String content;

    Source(String name, String content) {
      super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
      this.content = content;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return content;
    }
  }
}
