package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a report is written from.
 *
 * @param promise what was to be shown, in a sentence
 * @param versions what people call the images; an image that is not in it shows its digest
 * @param brokenVersions versions that were broken on purpose: their failures are counted apart
 */
public record ReportData(
    String title,
    String promise,
    Instant startedAt,
    Instant endedAt,
    ZoneId zone,
    List<FleetReport> fleets,
    List<Event> events,
    Map<ImageId, String> versions,
    Set<String> brokenVersions) {

  public ReportData {
    if (!endedAt.isAfter(startedAt)) {
      throw new IllegalArgumentException(
          "report from " + startedAt + " to " + endedAt + " must end after it starts");
    }
    fleets = List.copyOf(fleets);
    events = List.copyOf(events);
    versions = Map.copyOf(versions);
    brokenVersions = Set.copyOf(brokenVersions);
  }

  /**
   * One fleet's part.
   *
   * @param records its whole journal, in order
   * @param samples of the load that was put on it, in order; empty if there was none
   * @param figures rows of the table of measurements, in order
   */
  public record FleetReport(
      FleetId fleet, List<JournalRecord> records, List<Sample> samples, List<Figures> figures) {
    public FleetReport {
      records = List.copyOf(records);
      samples = List.copyOf(samples);
      figures = List.copyOf(figures);
    }
  }

  /** Something that happened to all fleets at a time, for example a kill of the engine. */
  public record Event(Instant at, String text) {}

  String version(ImageId image) {
    return versions.getOrDefault(image, image.toString());
  }
}
