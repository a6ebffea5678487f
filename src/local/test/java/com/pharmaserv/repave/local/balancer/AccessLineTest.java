package com.pharmaserv.repave.local.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessLineTest {
  @Test
  void looksLikeTheCombinedFormatAndGoesOnWithOurs() {
    assertThat(text("/a", "curl/8"))
        .isEqualTo(
            "127.0.0.1 - - [02/Jan/2026:03:04:05.006 +0000] \"GET /a HTTP/1.1\" 200 12 \"-\""
                + " \"curl/8\" host=app.test route=production slot=blue label=app-g0001"
                + " machine=m-1 attempts=1 ms=1234.5\n");
  }

  @Test
  void letsNoClientForgeALine() {
    String text = text("/a\" 200\n1.2.3.4", "x\r\ny\\z\u00e9");
    assertThat(text.lines()).hasSize(1);
    assertThat(text)
        .contains("/a\\\" 200\\u000a1.2.3.4 HTTP/1.1\"")
        .contains("\"x\\u000d\\u000ay\\\\z\\u00e9\"");
  }

  @Test
  void cutsWhatIsTooLong() {
    assertThat(text("/" + "a".repeat(5000), "-").length()).isLessThan(1000);
  }

  private static String text(String path, String agent) {
    StringBuilder out = new StringBuilder();
    new AccessLine(
            "127.0.0.1",
            Instant.parse("2026-01-02T03:04:05.006Z").toEpochMilli(),
            "GET",
            path,
            "HTTP/1.1",
            200,
            12,
            agent,
            "app.test",
            "production",
            "blue",
            "app-g0001",
            "m-1",
            1,
            1_234_567_890L)
        .appendTo(out, new LogTime());
    return out.toString();
  }
}
