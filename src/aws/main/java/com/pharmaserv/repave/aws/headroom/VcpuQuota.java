package com.pharmaserv.repave.aws.headroom;

import java.util.Optional;

/**
 * The quotas of running on-demand machines, in vCPUs, by the beginning of the type's name (EC2 user
 * guide, "On-Demand Instance quotas"; the codes are those of Service Quotas).
 */
enum VcpuQuota {
  // Longer beginnings first: "inf" is not of the standard "i", "trn" not of the standard "t".
  INF("Inf", "L-1945791B", "inf"),
  TRN("Trn", "L-2C3B7624", "trn"),
  DL("DL", "L-6E869C2A", "dl"),
  HPC("HPC", "L-F7808C92", "hpc"),
  HIGH_MEMORY("High Memory", "L-43DA4232", "u"),
  G_AND_VT("G and VT", "L-DB2E81BA", "g|vt"),
  F("F", "L-74FC7D96", "f"),
  P("P", "L-417A185B", "p"),
  X("X", "L-7295265B", "x"),
  STANDARD("Standard (A, C, D, H, I, M, R, T, Z)", "L-1216C47A", "[acdhimrtz]");

  private final String title;
  private final String code;
  private final String beginning;

  VcpuQuota(String title, String code, String beginning) {
    this.title = title;
    this.code = code;
    this.beginning = beginning;
  }

  /** The quota that machines of a type count against; empty for types that have none, as Macs. */
  static Optional<VcpuQuota> of(String type) {
    if (type.startsWith("mac")) {
      return Optional.empty();
    }
    for (VcpuQuota quota : values()) {
      if (type.matches("(" + quota.beginning + ").*")) {
        return Optional.of(quota);
      }
    }
    return Optional.empty();
  }

  String title() {
    return title;
  }

  String code() {
    return code;
  }
}
