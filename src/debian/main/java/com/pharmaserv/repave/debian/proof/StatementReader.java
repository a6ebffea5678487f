package com.pharmaserv.repave.debian.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a statement that a trusted key has signed. What it has beyond ours is passed over, as
 * in-toto asks of readers.
 */
final class StatementReader {
  private static final int DEPENDENCIES_MAX = 50_000;

  private static final int PAPERS_MAX = 100;

  private final String what;
  private final Map<String, String> named = new HashMap<>();
  private final List<Provenance.Material> packages = new ArrayList<>();

  private StatementReader(String what) {
    this.what = what;
  }

  static Provenance read(byte[] bytes, String envelope) throws ProofException {
    String what = "the statement in " + envelope;
    try {
      return new StatementReader(what).provenance(Json.object(bytes, what));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ProofException("%s is odd: %s".formatted(what, e.getMessage()), e);
    }
  }

  private Provenance provenance(JsonNode statement) throws ProofException {
    is(statement, "_type", StatementWriter.TYPE);
    is(statement, "predicateType", StatementWriter.PREDICATE);
    JsonNode subjects = statement.path("subject");
    if (!subjects.isArray() || subjects.size() != 1) {
      throw new ProofException(
          "%s is about %s subjects, not one disk".formatted(what, subjects.size()));
    }
    JsonNode definition = statement.path("predicate").path("buildDefinition");
    is(definition, "buildType", StatementWriter.BUILD);
    dependencies(definition.path("resolvedDependencies"));
    JsonNode run = statement.path("predicate").path("runDetails");
    JsonNode metadata = run.path("metadata");
    return new Provenance(
        Json.text(subjects.get(0), "name", what),
        Json.text(subjects.get(0).path("digest"), "sha256", what),
        need(StatementWriter.RECIPE),
        need(StatementWriter.LOCK),
        need(StatementWriter.WORKSHOP),
        Optional.ofNullable(named.get(StatementWriter.LAYOUT)),
        Optional.ofNullable(named.get(StatementWriter.COMMIT)),
        new Provenance.Run(
            Json.text(run.path("builder"), "id", what),
            Json.text(metadata, "invocationId", what),
            Instant.parse(Json.text(metadata, "startedOn", what)),
            Instant.parse(Json.text(metadata, "finishedOn", what))),
        packages,
        papers(run.path(StatementWriter.BYPRODUCTS)));
  }

  /** Earlier statements speak of none. */
  private SortedMap<String, String> papers(JsonNode list) throws ProofException {
    SortedMap<String, String> papers = new TreeMap<>();
    if (list.isMissingNode()) {
      return papers;
    }
    if (!list.isArray() || list.size() > PAPERS_MAX) {
      throw new ProofException(
          "%s has no list '%s' of at most %s"
              .formatted(what, StatementWriter.BYPRODUCTS, PAPERS_MAX));
    }
    for (JsonNode one : list) {
      String name = Json.text(one, "name", what);
      if (papers.put(name, Json.text(one.path("digest"), "sha256", what)) != null) {
        throw new ProofException("%s names paper '%s' twice".formatted(what, Json.shown(name)));
      }
    }
    return papers;
  }

  private void dependencies(JsonNode list) throws ProofException {
    if (!list.isArray() || list.size() > DEPENDENCIES_MAX) {
      throw new ProofException(
          "%s has no list 'resolvedDependencies' of at most %s".formatted(what, DEPENDENCIES_MAX));
    }
    for (JsonNode one : list) {
      JsonNode digest = one.path("digest");
      if (one.path("name").isTextual()) {
        String name = one.path("name").textValue();
        String kind = name.equals(StatementWriter.COMMIT) ? "gitCommit" : "sha256";
        if (named.put(name, Json.text(digest, kind, what)) != null) {
          throw new ProofException(
              "%s names dependency '%s' twice".formatted(what, Json.shown(name)));
        }
      } else {
        packages.add(
            new Provenance.Material(
                Json.text(one, "uri", what), Json.text(digest, "sha256", what)));
      }
    }
  }

  private String need(String name) throws ProofException {
    return Optional.ofNullable(named.get(name))
        .orElseThrow(() -> new ProofException("%s has no dependency '%s'".formatted(what, name)));
  }

  private void is(JsonNode node, String name, String wanted) throws ProofException {
    String value = Json.text(node, name, what);
    if (!value.equals(wanted)) {
      throw new ProofException(
          "%s has '%s' for '%s', not '%s'".formatted(what, Json.shown(value), name, wanted));
    }
  }
}
