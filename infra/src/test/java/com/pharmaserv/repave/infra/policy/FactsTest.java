package com.pharmaserv.repave.infra.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.view.Inventory;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of AWS's services is read strictly, and all of it is about something. */
class FactsTest {
  private static final Facts FACTS = Facts.standard();

  private static String file(String tagging) {
    String rest =
        Stream.of("sends", "refuses", "opens", "before", "events", "unlimited", "together")
            .map(name -> "\"" + name + "\":[],")
            .collect(Collectors.joining());
    return "{" + rest + "\"answers\":[],\"everywhere\":[],\"tagging\":[" + tagging + "]}";
  }

  private static String fact(String fields) {
    return "{\"service\":\"ec2\",\"action\":\"ec2:CreateTags\",\"born\":\"\"," + fields + "}";
  }

  @Test
  void takesAFactWithSourceAndDate() {
    assertThat(Facts.parse(file(fact("\"source\":\"a page\",\"date\":\"2026-11-28\""))).tagging())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'source':'a page','date':'2026-11-28','note':'x' | note",
        "'source':'a page' | date",
        "'source':null,'date':'2026-11-28' | source",
        "'source':'','date':'2026-11-28' | needs a source",
        "'source':'a page','date':'2019-12-31' | needs a source and a date",
        "'source':'a page','date':'28.11.2026' | 28.11.2026"
      })
  void refusesAFactThatIsNotWhole(String fields, String message) {
    assertThatThrownBy(() -> Facts.parse(file(fact(fields.replace('\'', '"')))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("service-facts.json")
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatFollowsAndUnknownSections() {
    assertThatThrownBy(() -> Facts.parse(file("") + "{}")).hasMessageContaining("service-facts");
    assertThatThrownBy(() -> Facts.parse(file("").replace("events", "event")))
        .hasMessageContaining("event");
  }

  /** A fact about a type that no stack has is about nothing, or the type is misspelled. */
  @Test
  void everyTypeIsOneOfTheProgram() {
    Set<String> types = new TreeSet<>();
    FACTS.refuses().forEach(fact -> types.add(fact.type()));
    FACTS.opens().forEach(fact -> types.add(fact.type()));
    FACTS.together().forEach(fact -> types.add(fact.type()));
    FACTS.answers().forEach(fact -> types.add(fact.type()));
    FACTS.events().forEach(fact -> types.add(fact.cause()));
    for (Facts.Before fact : FACTS.before()) {
      types.add(fact.type());
      types.add(fact.needs());
    }
    Inventory stack = Stacks.run("eu-prod").inventory();

    assertThat(types).hasSizeGreaterThan(15).allMatch(type -> !stack.of(type).isEmpty());
  }

  @Test
  void saysOneThingOfEachServiceAndWhatItCalls() {
    assertThat(FACTS.sends().stream().map(fact -> fact.service() + " to " + fact.to()))
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(20);
  }
}
