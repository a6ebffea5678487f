package com.pharmaserv.repave.infra.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that an emulator would not make.
 *
 * @param type in Terraform
 * @param call the call of AWS that it did not answer as AWS does, such as "Backup:
 *     CreateBackupSelection", or what was tried where the provider names no call
 * @param message of the provider
 */
record Refusal(String type, String call, String message) {
  private static final Pattern CALL = Pattern.compile("operation error ([^:,]+: [A-Za-z0-9]+)");

  /** From a line that the bridge noted. */
  static Refusal of(String line) {
    String[] cells = line.split("\t", -1);
    Matcher call = CALL.matcher(cells[2]);
    return new Refusal(
        cells[0],
        call.find() ? call.group(1) : cells[2].replaceFirst(" \\(.*| ?:.*", ""),
        cells[2]);
  }
}
