package com.pharmaserv.repave.wording;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.ReasonCode.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentencesTest {
  private static final Pattern NAME = Pattern.compile("\\{([^}]*)}");

  @ParameterizedTest
  @EnumSource(ReasonCode.class)
  void everyReasonHasASentenceThatNamesOnlyItsParameters(ReasonCode code) {
    Set<String> named = new TreeSet<>();
    Matcher names = NAME.matcher(Sentences.template(code));
    while (names.find()) {
      named.add(names.group(1));
    }
    assertThat(code.parameters()).extracting(Parameter::name).containsAll(named);
  }

  @ParameterizedTest
  @EnumSource(ReasonCode.class)
  void everyReasonCanBeSaid(ReasonCode code) {
    List<Object> values = new ArrayList<>();
    for (Parameter parameter : code.parameters()) {
      values.add(
          switch (parameter.kind()) {
            case TEXT -> "some text";
            case COUNT -> 3;
            case NUMBER -> 2.5;
            case SPAN -> Duration.ofSeconds(90);
          });
    }
    assertThat(Sentences.of(Reason.of(code, values.toArray())))
        .isNotBlank()
        .doesNotContain("{", "}", "[", "]", "PT1M30S");
  }

  @Test
  void saysWhatComesOnTop() {
    Reason late =
        Reason.of(ReasonCode.MACHINES_STARTING, "app-g0002", 1, 3)
            .and(Reason.of(ReasonCode.LATE, Duration.ofSeconds(91)))
            .and(Reason.of(ReasonCode.TROUBLE, "no capacity"));
    assertThat(Sentences.of(late))
        .isEqualTo("1 of 3 machines of app-g0002 are in service after 1 min 31 s; no capacity");
  }

  @Test
  void leavesOutWhatIsEmpty() {
    assertThat(Sentences.of(Reason.of(ReasonCode.ABORTED, "anna", "")))
        .isEqualTo("aborted by anna");
    assertThat(Sentences.of(Reason.of(ReasonCode.ABORTED, "anna", "lunch")))
        .isEqualTo("aborted by anna (lunch)");
  }

  @Test
  void neverTakesAValueForATemplate() {
    assertThat(Sentences.of(Reason.of(ReasonCode.ABORTED, "{words}", "[$1 {by}]\\")))
        .isEqualTo("aborted by {words} ([$1 {by}]\\)");
  }
}
