package com.pharmaserv.repave.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456789Z");

  @Test
  void readsWhatItWrote() throws IOException {
    Fields fields =
        Json.read(
            Json.writePretty(
                Json.object(
                    "text", "a\n\"ü\"",
                    "number", Long.MAX_VALUE,
                    "flag", true,
                    "list", List.of("x", "y"),
                    "none", Optional.empty(),
                    "some", Optional.of(7),
                    "time", Fields.nanos(TIME),
                    "object", Json.object("inner", 1))),
            "it");

    assertThat(fields.text("text")).isEqualTo("a\n\"ü\"");
    assertThat(fields.number("number")).isEqualTo(Long.MAX_VALUE);
    assertThat(fields.flag("flag")).isTrue();
    assertThat(fields.texts("list")).containsExactly("x", "y");
    assertThat(fields.optionalNumber("none")).isEmpty();
    assertThat(fields.optionalNumber("some")).contains(7L);
    assertThat(fields.instant("time")).isEqualTo(TIME);
    assertThat(fields.object("object").count("inner")).isEqualTo(1);
  }

  @Test
  void complaintsNameObjectAndField() throws IOException {
    Fields fields = Json.read(bytes("{\"a\":{\"b\":\"x\"},\"n\":5000000000}"), "the file");

    assertThatThrownBy(() -> fields.object("a").number("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the file: a: field 'b' must be a whole number, not 'x'");
    assertThatThrownBy(() -> fields.text("missing"))
        .hasMessage("the file: field 'missing' is missing");
    assertThatThrownBy(() -> fields.count("n")).hasMessageContaining("32-bit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{} {}", "{\"a\":}", "nonsense", "{\"a\":NaN}"})
  void refusesWhatIsNotOneObject(String text) {
    assertThatThrownBy(() -> Json.read(bytes(text), "the file"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the file ");
  }

  @Test
  void refusesDeepNesting() {
    String text = "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}";

    assertThatThrownBy(() -> Json.read(bytes(text), "the file"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested deeper than");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
