package com.pharmaserv.repave.debian.advisory;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * CISA's catalogue of vulnerabilities that are known to be exploited, {@code
 * known_exploited_vulnerabilities.json}.
 *
 * @param since the day on which each came in, by id
 */
public record KevFeed(AsOf asOf, Map<String, LocalDate> since) {
  private static final String NAME = "CISA KEV";

  public KevFeed {
    since = Map.copyOf(since);
  }

  /**
   * Reads it.
   *
   * @param feed its bytes, plain or by gzip; not closed
   * @param obtained when, should it not tell when it was released
   */
  public static KevFeed read(InputStream feed, Instant obtained) throws AdvisoryException {
    return Feed.named(
        NAME,
        () -> {
          try (JsonParser json = Feed.JSON.createParser(Feed.plain(feed))) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            return read(json, obtained);
          } catch (DateTimeException e) {
            throw new IOException(e.getMessage(), e);
          }
        });
  }

  private static KevFeed read(JsonParser json, Instant obtained) throws IOException {
    Map<String, LocalDate> since = new HashMap<>();
    AsOf asOf = new AsOf(NAME, obtained, false);
    boolean listed = false;
    Feed.expect(json, JsonToken.START_OBJECT, "the whole");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.currentName()) {
        case "dateReleased" -> asOf = new AsOf(NAME, Instant.parse(Feed.text(json)), true);
        case "vulnerabilities" -> {
          Feed.expect(json, JsonToken.START_ARRAY, "vulnerabilities");
          while (json.nextToken() == JsonToken.START_OBJECT) {
            one(json, since);
          }
          if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException("an entry of 'vulnerabilities' is no object");
          }
          listed = true;
        }
        default -> Feed.text(json);
      }
    }
    if (!listed) {
      throw new IOException("it has no list 'vulnerabilities'");
    }
    return new KevFeed(asOf, since);
  }

  private static void one(JsonParser json, Map<String, LocalDate> since) throws IOException {
    Optional<String> id = Optional.empty();
    Optional<LocalDate> added = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.currentName()) {
        case "cveID" -> id = Optional.of(Feed.text(json).strip());
        case "dateAdded" -> added = Optional.of(LocalDate.parse(Feed.text(json).strip()));
        default -> Feed.text(json);
      }
    }
    if (id.isEmpty() || added.isEmpty()) {
      throw new IOException("an entry has no 'cveID' or no 'dateAdded'");
    }
    since.put(id.get(), added.get());
  }
}
