package com.pharmaserv.repave.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AutomationTest {
  private static final Automation BOTH = Automation.of(Map.of("load", "60%", "night", "22:00"));

  @Test
  void hasANameAndATextForEach() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Automation.of(Map.of("load", " ")))
        .withMessage("automation 'load' with the text ' ' must have both a name and a text");
    assertThatIllegalArgumentException().isThrownBy(() -> Automation.of(Map.of("", "60%")));
  }

  @Test
  void isWhatItWasWhenItWasMade() {
    TreeMap<String, String> texts = new TreeMap<>(BOTH.texts());
    Automation automation = new Automation(texts);
    texts.clear();

    assertThat(automation).isEqualTo(BOTH);
    assertThat(automation.names()).containsExactly("load", "night");
  }

  @Test
  void goesBeyondAnotherByWhatIsMissingThereOrDiffers() {
    Automation other = Automation.of(Map.of("load", "40%", "night", "22:00", "day", "6:00"));

    assertThat(BOTH.beyond(other)).isEqualTo(Automation.of(Map.of("load", "60%")));
    assertThat(other.beyond(BOTH)).isEqualTo(Automation.of(Map.of("load", "40%", "day", "6:00")));
    assertThat(BOTH.beyond(BOTH)).isEqualTo(Automation.NONE);
    assertThat(BOTH.beyond(Automation.NONE)).isEqualTo(BOTH);
  }

  @Test
  void movesOnlyWhatStillStandsAsItWas() {
    Automation edited = Automation.of(Map.of("load", "70%", "night", "22:00", "extra", "1"));

    assertThat(edited.moved(BOTH, Automation.NONE))
        .isEqualTo(Automation.of(Map.of("load", "70%", "extra", "1")));
    assertThat(BOTH.moved(BOTH, Automation.NONE)).isEqualTo(Automation.NONE);
    assertThat(Automation.NONE.moved(Automation.NONE, BOTH)).isEqualTo(BOTH);
    assertThat(edited.moved(BOTH, BOTH)).isEqualTo(edited);
  }
}
