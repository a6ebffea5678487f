package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One condition of a rule.
 *
 * @param field {@code host-header}, {@code path-pattern} or {@code http-header}
 * @param header of an {@code http-header} condition
 */
record Condition(String field, Optional<String> header, List<String> values) {
  private static final Map<String, String> CONFIGS =
      Map.of(
          "host-header", "HostHeaderConfig",
          "path-pattern", "PathPatternConfig",
          "http-header", "HttpHeaderConfig",
          "source-ip", "SourceIpConfig");

  Condition {
    values = List.copyOf(values);
  }

  static Condition parse(Params params) {
    String field = params.required("Field");
    String config = CONFIGS.get(field);
    if (config == null) {
      throw new TwinException("ValidationError", "Condition field '" + field + "' is not valid");
    }
    List<String> plain = params.texts("Values");
    List<String> values = plain.isEmpty() ? params.texts(config + ".Values") : plain;
    if (values.isEmpty()) {
      throw new TwinException("ValidationError", "A condition value must be specified");
    }
    return new Condition(field, params.text(config + ".HttpHeaderName"), values);
  }

  /** Wildcards {@code *} and {@code ?}; hosts and headers without regard to case. */
  boolean matches(String host, String path, Map<String, String> headers) {
    String subject =
        switch (field) {
          case "host-header" -> host.toLowerCase(Locale.ROOT);
          case "path-pattern" -> path;
          case "http-header" -> headerOf(headers);
          default -> "";
        };
    return values.stream()
        .map(value -> field.equals("path-pattern") ? value : value.toLowerCase(Locale.ROOT))
        .anyMatch(value -> pattern(value).matcher(subject).matches());
  }

  private String headerOf(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(header.orElse("")))
        .map(entry -> entry.getValue().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("");
  }

  private static Pattern pattern(String value) {
    String quoted = Pattern.quote(value).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(quoted);
  }

  void write(Xml xml) {
    xml.text("Field", field);
    // DescribeRules answers the plain list as well for the two conditions that once only had it.
    xml.texts("Values", field.equals("http-header") ? List.of() : values);
    String config = CONFIGS.getOrDefault(field, "");
    xml.node(config, node -> node.text("HttpHeaderName", header).texts("Values", values));
  }
}
