package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.port.Headroom.Line;

/**
 * What is needed against what there is.
 *
 * @param what for example {@code vCPU quota}
 * @param unit what is counted, in the plural
 * @param note added in brackets; may be empty
 */
record Finding(String what, String unit, long needed, long used, long limit, String note) {
  /** For example {@code needs 12 vCPUs, 20 of 64 are used (Standard, L-1216C47A)}. */
  Line line() {
    boolean enough = used + needed <= limit;
    return new Line(
        what,
        "needs %s %s, %s of %s are used%s%s"
            .formatted(
                needed,
                unit,
                used,
                limit,
                enough ? "" : ", " + (used + needed - limit) + " too few are left",
                note.isEmpty() ? "" : " (" + note + ")"),
        enough);
  }
}
