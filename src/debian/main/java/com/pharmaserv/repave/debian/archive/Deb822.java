package com.pharmaserv.repave.debian.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records of fields, as archives' indexes and dpkg's status have them: see deb822(5). */
public final class Deb822 {
  private Deb822() {}

  /** The records, each with the first lines of its fields: none that we read has more. */
  public static List<Map<String, String>> records(Iterable<String> lines) {
    List<Map<String, String>> records = new ArrayList<>();
    Map<String, String> record = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      if (line.isEmpty()) {
        add(records, record);
        record = new HashMap<>();
      } else if (colon > 0 && line.charAt(0) != ' ') {
        record.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    add(records, record);
    return records;
  }

  private static void add(List<Map<String, String>> records, Map<String, String> record) {
    if (!record.isEmpty()) {
      records.add(record);
    }
  }
}
