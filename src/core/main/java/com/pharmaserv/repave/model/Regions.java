package com.pharmaserv.repave.model;

import java.util.List;

/** Which regions of AWS lie in a jurisdiction. */
public final class Regions {
  /** London and Zurich are in Europe, but not in the Union. */
  private static final List<String> EU =
      List.of("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3");

  private static final List<String> US =
      List.of("us-east-1", "us-east-2", "us-west-1", "us-west-2");

  private Regions() {}

  /** The jurisdiction's regions, sorted; none where the jurisdiction is unknown. */
  public static List<String> of(String jurisdiction) {
    return switch (jurisdiction) {
      case "eu" -> EU;
      case "us" -> US;
      default -> List.of();
    };
  }
}
