package com.pharmaserv.repave.debian.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads advisories in the OSV format: one JSON, or the zip of a whole ecosystem as {@code
 * https://osv-vulnerabilities.storage.googleapis.com/Debian:13/all.zip} is.
 */
public final class OsvFeed {
  static final String NAME = "OSV";

  /** Debian:13 has some 60,000. */
  private static final int RECORDS_MAX = 500_000;

  private static final int RECORD_MAX = 16 << 20;

  private static final ObjectMapper MAPPER = new ObjectMapper(Feed.JSON);

  private final String ecosystem;
  private final Set<String> sources;
  private final Map<String, Map<String, Issue>> found = new HashMap<>();
  private int records;

  /**
   * A reader of one ecosystem, which may be given many files.
   *
   * @param ecosystem for example {@code Debian:13}
   * @param sources names of source packages
   */
  public OsvFeed(String ecosystem, Set<String> sources) {
    this.ecosystem = ecosystem;
    this.sources = Set.copyOf(sources);
  }

  /** Reads one JSON or zip; not closed. */
  public void read(InputStream feed) throws AdvisoryException {
    Feed.named(
        NAME,
        () -> {
          BufferedInputStream in = new BufferedInputStream(Feed.plain(feed));
          in.mark(2);
          boolean zip = in.read() == 'P' && in.read() == 'K';
          in.reset();
          if (zip) {
            zip(new ZipInputStream(in));
          } else {
            one(bounded(in, "a record"), "the record");
          }
          return this;
        });
  }

  /**
   * What was read so far.
   *
   * @param obtained when; the feed itself has no date but those of its records
   */
  public Issues issues(Instant obtained) {
    return new Issues(new AsOf(NAME, obtained, false), found);
  }

  private void zip(ZipInputStream zip) throws IOException {
    int before = records;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().endsWith(".json")) {
        one(bounded(zip, entry.getName()), Feed.line(entry.getName()));
      }
    }
    if (records == before) {
      throw new IOException("the zip has no .json");
    }
  }

  private static byte[] bounded(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(RECORD_MAX + 1);
    if (bytes.length > RECORD_MAX) {
      throw new IOException("%s has more than %s bytes".formatted(Feed.line(what), RECORD_MAX));
    }
    return bytes;
  }

  private void one(byte[] bytes, String file) throws IOException {
    if (++records > RECORDS_MAX) {
      throw new IOException("it has more than %s records".formatted(RECORDS_MAX));
    }
    JsonNode osv;
    try {
      osv = MAPPER.readTree(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (!osv.path("id").isTextual()) {
      throw new IOException(file + ": has no 'id', as every record of OSV has");
    }
    if (osv.has("withdrawn")) {
      return;
    }
    for (JsonNode affected : osv.path("affected")) {
      String source = affected.path("package").path("name").asText();
      boolean ours = affected.path("package").path("ecosystem").asText().equals(ecosystem);
      if (ours && sources.contains(source)) {
        for (Issue issue : OsvRecord.issues(osv, affected, file)) {
          Issues.add(found, source, issue);
        }
      }
    }
  }
}
