package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.Arrays;

/** From which deletions a group is protected (Auto Scaling user guide, "Deletion protection"). */
enum Protection {
  NONE("none"),
  PREVENT_FORCE_DELETION("prevent-force-deletion"),
  PREVENT_ALL_DELETION("prevent-all-deletion");

  private final String text;

  Protection(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Protection parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TwinException(
                    "ValidationError", "'%s' is no level of deletion protection".formatted(text)));
  }

  boolean blocks(boolean force) {
    return this == PREVENT_ALL_DELETION || (force && this == PREVENT_FORCE_DELETION);
  }
}
