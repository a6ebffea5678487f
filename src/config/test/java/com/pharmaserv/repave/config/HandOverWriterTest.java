package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.model.HandOver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one program writes and the other reads is stated once. */
class HandOverWriterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PARAMETER = "/repave/v1/eu-prod/hello/infra";

  @Test
  void writesWhatTheReaderReads() throws Exception {
    for (String document : documents()) {
      HandOver read = HandOverReader.read(document, PARAMETER);
      String written = HandOverWriter.write(read);

      assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(document));
      assertThat(HandOverReader.read(written, HandOver.parameter(read.fleet()))).isEqualTo(read);
    }
  }

  @Test
  void writesItsFieldsInTheOrderOfTheSchema() throws Exception {
    String written = HandOverWriter.write(HandOverReader.read(Projects.HAND_OVER, PARAMETER));

    assertThat(JSON.readTree(written).fieldNames())
        .toIterable()
        .containsExactlyElementsOf(HandOverShapes.HAND_OVER.names());
    assertThat(written).doesNotContain("\n");
  }

  @Test
  void writesTheVersionThatTheReaderReads() {
    assertThat(HandOver.SCHEMA).startsWith(HandOverShapes.MAJOR + ".");
  }

  /** Whole, without a route, and as an infrastructure of version 1.0 wrote it. */
  private static List<String> documents() throws Exception {
    ObjectNode without = (ObjectNode) JSON.readTree(Projects.HAND_OVER);
    without.remove("route");
    ObjectNode older = (ObjectNode) JSON.readTree(Projects.HAND_OVER);
    older.remove("quarantine");
    return List.of(Projects.HAND_OVER, without.toString(), older.put("schema", "1.0").toString());
  }
}
