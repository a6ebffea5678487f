package com.pharmaserv.repave.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.ReasonCode.Kind;
import com.pharmaserv.repave.model.ReasonCode.Parameter;
import com.pharmaserv.repave.wording.Sentences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A reason in JSON: its code, its parameters by name, and for people its sentence, which nothing is
 * ever read back from.
 *
 * <pre>
 * {"code":"machines-starting","generation":"app-g0002","have":1,"wanted":3,"text":"1 of 3 ..."}
 * </pre>
 */
final class ReasonJson {
  private static final String CODE = "code";
  private static final String ALSO = "also";
  private static final String TEXT = "text";

  private ReasonJson() {}

  static void addTo(SimpleModule module) {
    module.addSerializer(Reason.class, new Writer());
    module.addDeserializer(Reason.class, new Reader());
  }

  private static final class Writer extends JsonSerializer<Reason> {
    @Override
    public void serialize(Reason reason, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      write(reason, json, true);
    }

    private static void write(Reason reason, JsonGenerator json, boolean outermost)
        throws IOException {
      json.writeStartObject();
      json.writeStringField(CODE, reason.code().code());
      List<Parameter> parameters = reason.code().parameters();
      for (int i = 0; i < parameters.size(); i++) {
        json.writeFieldName(parameters.get(i).name());
        Kind kind = parameters.get(i).kind();
        if (kind == Kind.COUNT || kind == Kind.NUMBER) {
          json.writeNumber(reason.values().get(i));
        } else {
          json.writeString(reason.values().get(i));
        }
      }
      if (!reason.also().isEmpty()) {
        json.writeArrayFieldStart(ALSO);
        for (Reason more : reason.also()) {
          write(more, json, false);
        }
        json.writeEndArray();
      }
      if (outermost) {
        json.writeStringField(TEXT, Sentences.of(reason));
      }
      json.writeEndObject();
    }
  }

  private static final class Reader extends JsonDeserializer<Reason> {
    @Override
    public Reason deserialize(JsonParser json, DeserializationContext context) throws IOException {
      JsonNode node = json.readValueAsTree();
      try {
        return read(node);
      } catch (IllegalArgumentException malformed) {
        throw JsonMappingException.from(json, String.valueOf(malformed.getMessage()), malformed);
      }
    }

    private static Reason read(JsonNode node) {
      ReasonCode code = ReasonCode.parse(node.path(CODE).asText());
      List<String> values = new ArrayList<>();
      for (Parameter parameter : code.parameters()) {
        JsonNode value = node.get(parameter.name());
        if (value == null || !value.isValueNode()) {
          throw new IllegalArgumentException(
              "the reason %s has no %s".formatted(code.code(), parameter.name()));
        }
        values.add(value.asText());
      }
      List<Reason> also = new ArrayList<>();
      node.path(ALSO).forEach(more -> also.add(read(more)));
      return new Reason(code, values, also);
    }
  }
}
