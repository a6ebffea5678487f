package com.pharmaserv.repave.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose law an environment's data is under. No copy of the data leaves its regions. */
public enum Jurisdiction {
  /** London and Zurich are in Europe, but not in the Union. */
  EU(
      "eu",
      List.of("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3")),
  US("us", List.of("us-east-1", "us-east-2", "us-west-1", "us-west-2"));

  private final String code;

  @SuppressWarnings("ImmutableEnumChecker") // A List of the JDK that cannot be changed.
  private final List<String> regions;

  Jurisdiction(String code, List<String> regions) {
    this.code = code;
    this.regions = regions;
  }

  /** The jurisdiction that files call by this code, if there is one. */
  public static Optional<Jurisdiction> of(String code) {
    return Stream.of(values()).filter(each -> each.code.equals(code)).findFirst();
  }

  /** What files may write, in the order of this enum. */
  public static List<String> codes() {
    return Stream.of(values()).map(Jurisdiction::code).toList();
  }

  /** As environment files write it. */
  public String code() {
    return code;
  }

  /** The regions of AWS that lie in it, sorted. */
  public List<String> regions() {
    return regions;
  }

  /** Whether a region's name begins as those of this jurisdiction do. */
  public boolean names(String region) {
    return region.startsWith(code + "-");
  }

  /** Every jurisdiction but this one. */
  public List<Jurisdiction> others() {
    return Stream.of(values()).filter(each -> each != this).toList();
  }

  /** The code, so that messages show what files write. */
  @Override
  public String toString() {
    return code;
  }
}
