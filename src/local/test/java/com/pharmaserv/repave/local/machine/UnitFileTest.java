package com.pharmaserv.repave.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What systemd.syntax(7), systemd.unit(5) and systemd.service(5) say of units. */
class UnitFileTest {
  private static UnitFile unit(String... texts) {
    return UnitFile.read("tool@a.service", List.of(texts));
  }

  private static UnitCommand command(String line) throws IOException {
    return UnitCommand.read(unit(), line, Map.of("ONE", "a  b", "TWO", "c"));
  }

  @Test
  void readsSectionsCommentsAndLinesThatGoOn() {
    UnitFile unit =
        unit(
            """
            # text
            [Unit]
            After=a.service \\
            # between
              b.service
            [Service]
            ;text
            ExecStart = /bin/true
            ExecStart=/bin/false
            User=
            """);
    assertThat(unit.all("Unit", "After")).containsExactly("a.service  b.service");
    assertThat(unit.all("Service", "ExecStart")).containsExactly("/bin/true", "/bin/false");
    assertThat(unit.keys()).doesNotContain("Service.User");
  }

  @Test
  void dropInsAddToListsAndEmptyValuesClearThem() throws IOException {
    UnitFile unit =
        unit(
            "[Service]\nExecStart=/bin/true\nUser=a\nType=oneshot",
            "[Service]\nExecStart=\nExecStart=/bin/echo\nUser=b");
    assertThat(unit.all("Service", "ExecStart")).containsExactly("/bin/echo");
    assertThat(unit.last("Service", "User")).contains("b");
    assertThat(unit.oneshot()).isTrue();
  }

  @Test
  void aServiceWithoutTypeRunsOnUnlessItHasNoCommand() throws IOException {
    assertThat(unit("[Service]\nExecStart=/bin/true").oneshot()).isFalse();
    assertThat(unit("[Service]\nExecStop=/bin/true").oneshot()).isTrue();
  }

  @Test
  void putsInWhatLettersStandFor() throws IOException {
    assertThat(unit().expanded("%p %i %n %N %t/x %%"))
        .isEqualTo("tool a tool@a.service tool@a /run/x %");
    assertThatThrownBy(() -> unit().expanded("%b"))
        .hasMessage(
            "unit 'tool@a.service' has '%b' in '%b', which local machines do not know; do without"
                + " it, or run the image on AWS");
  }

  @Test
  void splitsCommandsAsSystemdDoes() throws IOException {
    assertThat(command("/bin/a  'b c' \"d \\\" e\" f\\sg ''").words())
        .containsExactly("/bin/a", "b c", "d \" e", "f g", "");
    assertThat(command("-+/bin/a").mayFail()).isTrue();
    assertThat(command("-+/bin/a").asRoot()).isTrue();
  }

  @Test
  void putsVariablesIn() throws IOException {
    assertThat(command("/bin/a $ONE x${ONE}y $TWO$TWO $$HOME $NONE ${NONE}").words())
        .containsExactly("/bin/a", "a", "b", "xa  by", "cc", "$HOME", "");
    assertThat(command(":/bin/a $ONE").words()).containsExactly("/bin/a", "$ONE");
  }

  @Test
  void refusesWhatItWouldRunInAnotherWay() {
    for (String line : List.of("@/bin/a b", "/bin/a ; /bin/b", "/bin/a 'b", "/bin/a \\x41", "-")) {
      assertThatThrownBy(() -> command(line))
          .as(line)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("unit 'tool@a.service' has ");
    }
  }
}
