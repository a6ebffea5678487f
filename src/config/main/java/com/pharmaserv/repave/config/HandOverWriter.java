package com.pharmaserv.repave.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Bake;
import com.pharmaserv.repave.model.HandOver.Entry;
import com.pharmaserv.repave.model.HandOver.Route;
import com.pharmaserv.repave.model.HandOver.Skeleton;
import com.pharmaserv.repave.model.HandOver.Subnet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Writes what {@link HandOverReader} reads, with the fields in the order of their shapes. A field
 * that a shape does not know, or that it demands and that is not written, is an error of this
 * program and thrown as one.
 */
public final class HandOverWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HandOverWriter() {}

  /** The document as one line of JSON; equal values give equal text. */
  public static String write(HandOver handOver) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", handOver.schema());
    document.put("environment", handOver.fleet().environment().name());
    document.put("fleet", handOver.fleet().name());
    document.put("account", handOver.account());
    document.put("region", handOver.region());
    document.put("subnets", handOver.subnets().stream().map(HandOverWriter::subnet).toList());
    handOver.route().ifPresent(route -> document.put("route", route(route)));
    document.put("skeleton", skeleton(handOver.skeleton()));
    document.put("table", handOver.table());
    document.put("bake", bake(handOver.bake()));
    handOver.quarantine().ifPresent(group -> document.put("quarantine", group));
    try {
      return JSON.writeValueAsString(shaped(HandOverShapes.HAND_OVER, document));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write '%s' as JSON".formatted(handOver), e);
    }
  }

  private static Map<String, Object> subnet(Subnet subnet) {
    return shaped(HandOverShapes.SUBNET, Map.of("id", subnet.id(), "zone", subnet.zone()));
  }

  private static Map<String, Object> route(Route route) {
    return shaped(
        HandOverShapes.ROUTE,
        Map.of(
            "production", entry(route.production()),
            "test", entry(route.test()),
            "blue", route.blue(),
            "green", route.green(),
            "probe", route.probe()));
  }

  private static Map<String, Object> entry(Entry entry) {
    String kind = entry.kind().name().toLowerCase(Locale.ROOT);
    return shaped(HandOverShapes.ENTRY, Map.of("kind", kind, "arn", entry.arn()));
  }

  private static Map<String, Object> skeleton(Skeleton skeleton) {
    return shaped(
        HandOverShapes.SKELETON,
        Map.of("template", skeleton.template(), "version", skeleton.version()));
  }

  private static Map<String, Object> bake(Bake bake) {
    Map<String, Object> values =
        new LinkedHashMap<>(
            Map.of(
                "subnet", bake.subnet(),
                "securityGroup", bake.securityGroup(),
                "instanceProfile", bake.instanceProfile(),
                "instanceType", bake.instanceType(),
                "keys", bake.keys()));
    bake.signer().ifPresent(signer -> values.put("signer", signer));
    return shaped(HandOverShapes.BAKE, values);
  }

  /** The values in the order of the shape's fields. */
  private static Map<String, Object> shaped(Shape shape, Map<String, Object> values) {
    values.keySet().forEach(shape::field);
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (Shape.Field field : shape.fields()) {
      if (values.containsKey(field.name())) {
        ordered.put(field.name(), Objects.requireNonNull(values.get(field.name())));
      } else if (field.required()) {
        throw new IllegalStateException(
            "'%s' of %s is not written".formatted(field.name(), shape.kind()));
      }
    }
    return ordered;
  }
}
