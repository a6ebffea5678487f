package com.pharmaserv.repave.debian.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LayoutTextTest {
  private static Layout layout(Place... places) {
    return new Layout(List.of(places));
  }

  @Test
  void readsWhatItWrites() throws LayoutException {
    Layout layout =
        layout(
            new Place(Kind.DIRECTORY, Runs.of(1), "usr"),
            new Place(Kind.FILE, Runs.parse("3.2.7"), "usr/a file"),
            new Place(Kind.HARD_LINK, Runs.NONE, "usr/same"),
            new Place(Kind.SYMLINK, Runs.of(1), "bin"),
            new Place(Kind.SPECIAL, Runs.NONE, "pipe"));
    String text = LayoutText.write(layout);
    assertThat(text)
        .endsWith(
            """
            format 1
            d 1 usr
            f 3.2.7 usr/a\\20file
            h 0 usr/same
            l 1 bin
            s 0 pipe
            """);
    assertThat(LayoutText.read(text, "disk.layout")).isEqualTo(layout);
  }

  @Test
  void anyNameIsAscii() throws LayoutException {
    for (String name :
        List.of(
            " ", "a\nb", "\\", "\\20", "Főtanúsítvány", "e\u0301", "\ud83d\ude00", "#x", "\"")) {
      Layout layout = layout(new Place(Kind.FILE, Runs.NONE, name));
      String text = LayoutText.write(layout);
      assertThat(text).matches("[\\n -~]*");
      assertThat(LayoutText.read(text, "disk.layout")).isEqualTo(layout);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "x 1 a,kind 'x' is none of d, f, l, h, s",
        "f 1,'f 1' has 2 words",
        "f 1 a b,'f 1 a b' has 4 words",
        "f one a,blocks 'one' are not numbers",
        "f 1.2 a,blocks '1.2' end with a hole",
        "f 01 a,blocks '01' are written otherwise",
        "d 2 a,'a' cannot have blocks '2'",
        "l 2 a,'a' cannot have blocks '2'",
        "s 1 a,'a' cannot have blocks '1'",
        "l 0.1.1 a,'a' cannot have blocks '0.1.1'",
        "f 1 a/b,'a/b' stands before its folder",
        "h 0 a,'a' is a hard link and stands before any file",
        "f 1 /a,path '/a' is no path in a tree",
        "f 1 ../a,path '../a' is no path in a tree",
        "f 1 a\\00,is no path in a tree",
        "f 1 a\\2,path 'a\\2' has a \\ without two hexadecimal digits",
        "f 1 a\\zz,path 'a\\zz' has a \\ without two hexadecimal digits",
        "f 1 a\\61,path 'a\\61' is written otherwise",
        "f 1 a\\0A,path 'a\\0A' is written otherwise",
        "f 1 a\\ff,path 'a\\ff' is not UTF-8",
        "f 1 ä,path 'ä' is not UTF-8",
        "format 1,'format 1' has 2 words"
      })
  void namesLineAndValue(String line, String problem) {
    assertThatThrownBy(() -> LayoutText.read("# what\nformat 1\n\n" + line + "\n", "disk.layout"))
        .isInstanceOf(LayoutException.class)
        .hasMessageStartingWith("disk.layout:4: ")
        .hasMessageContaining(problem);
  }

  @Test
  void refusesOtherFormats() {
    assertThatThrownBy(() -> LayoutText.read("format 2\n", "disk.layout"))
        .hasMessage(
            "disk.layout:1: 'format 2' is not 'format 1'; a newer Repave wrote it, or something else");
    assertThatThrownBy(() -> LayoutText.read("", "disk.layout"))
        .hasMessageContaining("disk.layout: has no line 'format 1'");
    assertThatThrownBy(() -> LayoutText.read("<".repeat(9_000), "disk.layout"))
        .hasMessageMatching("disk.layout:1: '<{100}…' is not.*");
  }
}
