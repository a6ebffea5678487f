package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class HarmlessTest {
  /** Escape, BEL, bidirectional override, CSI of the second control set, OSC, line separators. */
  private static final String HOSTILE =
      "a\u001b[31mb\u0007\u202ec\u009b2Jd\u001b]0;title\u001b\\\u2028e\u2066f\u0085g\ud800h\u200f";

  private static final String SHOWN = "a?[31mb??c?2Jd?]0;title?\\?e?f?g?h?";

  @Test
  void replacesWhatATerminalWouldObey() {
    assertThat(Harmless.line(HOSTILE + "\r\n\t.")).isEqualTo(SHOWN + "   .");
    assertThat(Harmless.lines("x\n" + HOSTILE)).isEqualTo("x\n" + SHOWN);
    assertThat(Harmless.line("Zo\u00eb \u65e5\u672c \ud83d\ude00"))
        .isEqualTo("Zo\u00eb \u65e5\u672c \ud83d\ude00");
  }

  @Test
  void keepsItsOwnInksAndNoOther() {
    for (Ink ink : Ink.values()) {
      assertThat(Harmless.inkedLine(ink.on("text"))).isEqualTo(ink.on("text"));
    }
    assertThat(Harmless.inkedLine("\u001b[8mhidden\u001b[2J" + Ink.RED.on("red")))
        .isEqualTo("?[8mhidden?[2J" + Ink.RED.on("red"));
    assertThat(Harmless.inkedLines("a\n\u001b[Hb")).isEqualTo("a\n?[Hb");
  }

  @Test
  void aJsonDocumentSaysTheSame() throws Exception {
    String sound = HOSTILE.replace("\ud800", "");
    String document = new ObjectMapper().writeValueAsString(sound);
    String escaped = Harmless.json(document);

    assertThat(new ObjectMapper().readValue(escaped, String.class)).isEqualTo(sound);
    assertThat(escaped).isEqualTo(Harmless.line(escaped)).contains("\\u202e", "\\u009b");
  }
}
