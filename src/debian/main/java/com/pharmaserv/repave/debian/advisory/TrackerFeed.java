package com.pharmaserv.repave.debian.advisory;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON of Debian's security tracker, {@code
 * https://security-tracker.debian.org/tracker/data/json}: package, advisory, release.
 */
public final class TrackerFeed {
  static final String NAME = "Debian security tracker";

  private static final DebianVersion ZERO = new DebianVersion("0");

  private final JsonParser json;
  private final String release;

  private TrackerFeed(JsonParser json, String release) {
    this.json = json;
    this.release = release;
  }

  /**
   * Reads what it says about some packages in one release.
   *
   * @param feed its bytes, plain or by gzip; not closed
   * @param obtained when; the feed itself has no date
   * @param release for example {@code trixie}
   * @param sources names of source packages
   */
  public static Issues read(InputStream feed, Instant obtained, String release, Set<String> sources)
      throws AdvisoryException {
    return Feed.named(
        NAME,
        () -> {
          try (JsonParser json = Feed.JSON.createParser(Feed.plain(feed))) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            return new Issues(
                new AsOf(NAME, obtained, false), new TrackerFeed(json, release).all(sources));
          }
        });
  }

  private Map<String, Map<String, Issue>> all(Set<String> sources) throws IOException {
    Map<String, Map<String, Issue>> found = new HashMap<>();
    Feed.expect(json, JsonToken.START_OBJECT, "the whole");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String source = json.currentName();
      if (sources.contains(source)) {
        source(found, source);
      } else {
        json.nextToken();
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new IOException("something follows its end");
    }
    return found;
  }

  private void source(Map<String, Map<String, Issue>> found, String source) throws IOException {
    Feed.expect(json, JsonToken.START_OBJECT, "package '" + source + "'");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String id = json.currentName();
      issue(id).ifPresent(issue -> Issues.add(found, source, issue));
    }
  }

  private Optional<Issue> issue(String id) throws IOException {
    Feed.expect(json, JsonToken.START_OBJECT, "advisory '" + id + "'");
    String text = "";
    Map<String, String> here = Map.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.currentName()) {
        case "description" -> text = Feed.line(Feed.text(json));
        case "releases" -> here = here();
        default -> Feed.text(json);
      }
    }
    if (here.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Issue(
            id,
            ranges(id, here),
            here.getOrDefault("status", "").equals("undetermined"),
            Severity.ofUrgency(here.getOrDefault("urgency", "")),
            text,
            Feed.line(here.getOrDefault("nodsa", ""))));
  }

  /** The properties in our release. */
  private Map<String, String> here() throws IOException {
    Map<String, String> here = new HashMap<>();
    Feed.expect(json, JsonToken.START_OBJECT, "releases");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean ours = json.currentName().equals(release);
      Feed.expect(json, JsonToken.START_OBJECT, "a release");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        String value = Feed.text(json);
        if (ours) {
          here.put(name, value);
        }
      }
    }
    return here;
  }

  private static List<Issue.Range> ranges(String id, Map<String, String> here) throws IOException {
    String status = here.getOrDefault("status", "");
    switch (status) {
      case "open", "undetermined" -> {
        return List.of(new Issue.Range(ZERO, Optional.empty()));
      }
      case "resolved" -> {
        String fixed = here.getOrDefault("fixed_version", "");
        // Zero means that the release never had it.
        return fixed.equals("0")
            ? List.of()
            : List.of(new Issue.Range(ZERO, Optional.of(new DebianVersion(fixed))));
      }
      default ->
          throw new IOException(
              "status '%s' of '%s' is not open, resolved or undetermined".formatted(status, id));
    }
  }
}
