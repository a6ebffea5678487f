package com.pharmaserv.repave.debian.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Writes a statement: in-toto v1 with the predicate of SLSA's provenance v1. */
public final class StatementWriter {
  static final String TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE = "https://slsa.dev/provenance/v1";

  /** What the parameters mean; a name, not a place. */
  static final String BUILD = "https://pharmaserv.example/repave/debian-image/v1";

  static final String RECIPE = "recipe";
  static final String LOCK = "lock";
  static final String WORKSHOP = "workshop";
  static final String LAYOUT = "layout";
  static final String COMMIT = "commit";

  /** What a build makes beside its output (SLSA provenance v1, runDetails). */
  static final String BYPRODUCTS = "byproducts";

  private StatementWriter() {}

  /** The bytes that are signed; the same provenance always gives the same. */
  public static byte[] write(Provenance of) {
    ObjectNode statement = Json.MAPPER.createObjectNode();
    statement.put("_type", TYPE);
    ObjectNode subject = statement.putArray("subject").addObject();
    subject.put("name", of.image());
    sha256(subject, of.disk());
    statement.put("predicateType", PREDICATE);
    ObjectNode predicate = statement.putObject("predicate");
    ObjectNode definition = predicate.putObject("buildDefinition");
    definition.put("buildType", BUILD);
    definition.putObject("externalParameters").put("image", of.image());
    ArrayNode dependencies = definition.putArray("resolvedDependencies");
    named(dependencies, RECIPE, of.recipe());
    named(dependencies, LOCK, of.lock());
    named(dependencies, WORKSHOP, of.workshop());
    of.layout().ifPresent(layout -> named(dependencies, LAYOUT, layout));
    of.commit()
        .ifPresent(
            commit ->
                dependencies
                    .addObject()
                    .put("name", COMMIT)
                    .putObject("digest")
                    .put("gitCommit", commit));
    for (Provenance.Material material : of.packages()) {
      ObjectNode dependency = dependencies.addObject();
      dependency.put("uri", material.uri());
      sha256(dependency, material.sha256());
    }
    ObjectNode run = predicate.putObject("runDetails");
    run.putObject("builder").put("id", of.run().builder());
    ObjectNode metadata = run.putObject("metadata");
    metadata.put("invocationId", of.run().invocation());
    metadata.put("startedOn", of.run().started().toString());
    metadata.put("finishedOn", of.run().finished().toString());
    if (!of.papers().isEmpty()) {
      ArrayNode byproducts = run.putArray(BYPRODUCTS);
      of.papers().forEach((name, digest) -> named(byproducts, name, digest));
    }
    try {
      return Json.MAPPER.writeValueAsString(statement).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  private static void named(ArrayNode dependencies, String name, String sha256) {
    ObjectNode dependency = dependencies.addObject();
    dependency.put("name", name);
    sha256(dependency, sha256);
  }

  private static void sha256(ObjectNode node, String sha256) {
    node.putObject("digest").put("sha256", sha256);
  }
}
