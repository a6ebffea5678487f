package com.pharmaserv.repave.local.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SigningTest {
  private final Signing signing = new Signing(bytes("token"));

  @Test
  void coversPathNonceAndBody() {
    String signature = signing.request("/v1/stop", "7-1", Signing.digest(bytes("{}")));

    assertThat(signature).matches("[0-9a-f]{64}").doesNotContain("token");
    assertThat(signing.request("/v1/stop", "7-1", Signing.digest(bytes("{}"))))
        .isEqualTo(signature);
    assertThat(signing.request("/v1/scale", "7-1", Signing.digest(bytes("{}"))))
        .isNotEqualTo(signature);
    assertThat(signing.request("/v1/stop", "7-2", Signing.digest(bytes("{}"))))
        .isNotEqualTo(signature);
    assertThat(signing.request("/v1/stop", "7-1", Signing.digest(bytes("{ }"))))
        .isNotEqualTo(signature);
    assertThat(new Signing(bytes("other")).request("/v1/stop", "7-1", Signing.digest(bytes("{}"))))
        .isNotEqualTo(signature);
  }

  @Test
  void answerIsNoRequestAndBelongsToOneRequest() {
    String answer = signing.answer(200, "7-1", bytes("{}"));

    assertThat(signing.request("200", "7-1", Signing.digest(bytes("{}")))).isNotEqualTo(answer);
    assertThat(signing.answer(200, "7-2", bytes("{}"))).isNotEqualTo(answer);
    assertThat(signing.answer(409, "7-1", bytes("{}"))).isNotEqualTo(answer);
    assertThat(Signing.matches(answer, signing.answer(200, "7-1", bytes("{}")))).isTrue();
    assertThat(Signing.matches(answer, "")).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
