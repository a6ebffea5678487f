package com.pharmaserv.repave.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.drawing.Drawing;
import com.pharmaserv.repave.drawing.Transitions;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Stories go as they are told, leave no arrow out, and are what the architecture page draws. */
class StoryTest {
  /** A row of the page's table: a phase or more, what happens in it, and what ends it badly. */
  private static final Pattern ROW =
      Pattern.compile("\\| ([a-z][a-z, -]+) \\| [^|]+ \\| ([^|]+) \\|");

  @TestFactory
  Stream<DynamicTest> goesAsTold() throws IOException {
    return Library.stories().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    Library.name(file),
                    () -> Golden.check(file, Library.play(file, new Transitions()))));
  }

  @Test
  void takesTheArrowsThatThePageDraws() throws IOException {
    Transitions told = new Transitions();
    for (Path file : Library.stories()) {
      Library.play(file, told);
    }
    Golden.check(Drawing.PAGE, Drawing.onPage(Drawing.of(told.taken())));
  }

  @Test
  void tellsEachWayInWhichThePageSaysThatAPhaseEndsBadly() throws IOException {
    List<String> remarks = new ArrayList<>();
    for (Path file : Library.stories()) {
      remarks.addAll(Library.read(file).remarks());
    }
    List<String> untold = new ArrayList<>();
    Matcher row = ROW.matcher(Drawing.page().split("what ends it badly", 2)[1]);
    while (row.find()) {
      Arrays.stream(row.group(2).split(", "))
          .map(way -> row.group(1) + ": " + way)
          .filter(way -> !remarks.contains(way))
          .forEach(untold::add);
    }
    assertThat(untold).as("the remark '# phase: way' must stand in a story").isEmpty();
  }

  @Test
  void saysWhichCommandIsWrongAndHow() {
    Language language = new Language(new Transitions());
    assertThatThrownBy(() -> language.play("roll new")).hasMessageContaining("after 'fleet'");
    language.play("fleet");
    assertThatThrownBy(() -> language.play("dance")).hasMessageContaining("'dance' is not known");
    assertThatThrownBy(() -> language.play("after lunch")).hasMessageContaining("'lunch'");
  }
}
