package com.pharmaserv.repave.debian.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FindingsTest {
  private static final Accelerator TCG = new Accelerator("tcg", "no reason");

  @Test
  void readsWhatAMachineSays() {
    Findings.Reader reader = new Findings.Reader();
    reader.line("noise of the firmware");
    assertThat(reader.ready()).isFalse();
    reader.line("@ready");
    assertThat(reader.ready()).isTrue();
    reader.line("@state degraded");
    reader.line("@failed chrony.service");
    reader.line("@listens tcp 00000000:20FB\r");
    reader.line("@listens tcp6 00000000000000000000000001000000:0035");
    reader.line("@check 001 3 bm8gc3VjaCBmaWxl");
    assertThat(reader.complete()).isFalse();
    reader.line("@done");
    Findings findings = reader.findings(TCG, Duration.ofSeconds(9));
    assertThat(findings.complete()).isTrue();
    assertThat(findings.state()).isEqualTo("degraded");
    assertThat(findings.failed()).containsExactly("chrony.service");
    assertThat(findings.listening()).containsExactly("tcp 53 loopback", "tcp 8443");
    assertThat(findings.checks()).containsEntry(1, new Findings.Check(3, "no such file"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "tcp,0100007F:0035,tcp 53 loopback",
        "tcp,3500007F:0035,tcp 53 loopback",
        "tcp,00000000:01BB,tcp 443",
        "udp6,00000000000000000000000000000000:007B,udp 123",
        "tcp,0100007F,-",
        "tcp,0100007F:35,-",
        "tcp,,-",
      })
  void readsSocketsAsTheKernelListsThem(String table, String local, String expected) {
    assertThat(Sockets.read(table, local == null ? "" : local).orElse(null)).isEqualTo(expected);
  }

  @Test
  void neverFailsOnWhatAMachineWrites() {
    Random random = new Random(7);
    String[] words = {"@check", "@listens", "@state", "001", "-1", "999999999999", "%%%", "", " "};
    Findings.Reader reader = new Findings.Reader();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int j = random.nextInt(6); j >= 0; j--) {
        line.append(words[random.nextInt(words.length)]).append(' ');
      }
      reader.line(line.toString());
    }
    assertThat(reader.complete()).isFalse();
  }
}
