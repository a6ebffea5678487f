package com.pharmaserv.repave.debian.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One package in one record of OSV. */
final class OsvRecord {
  private static final String OURS = "DEBIAN-";

  private OsvRecord() {}

  /** One for each CVE that the record stands for; a record of a DSA stands for many. */
  static List<Issue> issues(JsonNode osv, JsonNode affected, String file) throws IOException {
    String id = osv.path("id").asText();
    Set<String> cves = new LinkedHashSet<>();
    cve(id, cves);
    for (String list : List.of("aliases", "upstream", "related")) {
      osv.path(list).forEach(other -> cve(other.asText(), cves));
    }
    boolean one = cves.contains(bare(id));
    List<Issue.Range> ranges;
    try {
      ranges = ranges(affected);
    } catch (IllegalArgumentException | IOException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
    List<Issue> issues = new ArrayList<>();
    for (String cve : one ? Set.of(bare(id)) : cves.isEmpty() ? Set.of(id) : cves) {
      issues.add(
          new Issue(
              cve,
              ranges,
              false,
              severity(osv, affected),
              // A DSA speaks of all its CVEs at once.
              one || cves.isEmpty() ? text(osv) : "",
              one || cves.isEmpty() ? "" : Feed.line(id)));
    }
    return issues;
  }

  private static String bare(String id) {
    return id.startsWith(OURS) ? id.substring(OURS.length()) : id;
  }

  private static void cve(String id, Set<String> into) {
    if (bare(id).matches("CVE-\\d{4}-\\d{4,10}")) {
      into.add(bare(id));
    }
  }

  private static String text(JsonNode osv) {
    String summary = osv.path("summary").asText();
    return Feed.line(summary.isBlank() ? osv.path("details").asText() : summary);
  }

  private static List<Issue.Range> ranges(JsonNode affected) throws IOException {
    List<Issue.Range> ranges = new ArrayList<>();
    for (JsonNode range : affected.path("ranges")) {
      if (!range.path("type").asText().equals("ECOSYSTEM")) {
        continue;
      }
      Optional<DebianVersion> introduced = Optional.empty();
      for (JsonNode event : range.path("events")) {
        if (event.has("introduced")) {
          introduced = Optional.of(new DebianVersion(event.path("introduced").asText()));
        } else if (event.has("fixed") && introduced.isPresent()) {
          DebianVersion fixed = new DebianVersion(event.path("fixed").asText());
          ranges.add(new Issue.Range(introduced.get(), Optional.of(fixed)));
          introduced = Optional.empty();
        } else if (event.has("last_affected")) {
          throw new IOException("'last_affected' is given, which Debian's records do not have");
        }
      }
      introduced.ifPresent(from -> ranges.add(new Issue.Range(from, Optional.empty())));
    }
    return ranges;
  }

  private static Severity severity(JsonNode osv, JsonNode affected) {
    Severity severity =
        Severity.ofUrgency(affected.path("ecosystem_specific").path("urgency").asText());
    for (JsonNode list : List.of(osv.path("severity"), affected.path("severity"))) {
      for (JsonNode one : list) {
        Optional<Double> score = Cvss.score(one.path("score").asText());
        severity = severity.with(score.map(Severity::ofScore).orElse(Severity.UNKNOWN));
      }
    }
    return severity;
  }
}
