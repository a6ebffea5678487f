package com.pharmaserv.repave.config;

/**
 * One thing wrong with a configuration file.
 *
 * @param file path from the project's root, with slashes
 * @param line from 1; 0 where the problem is the file as a whole
 * @param column from 1; 0 where the problem is the file as a whole
 * @param message what is wrong, with the value quoted
 * @param remedy what to do about it; may be empty
 */
public record Problem(String file, int line, int column, String message, String remedy) {
  /** {@code file:line:column: message; remedy}, the form that editors and terminals link. */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return place + ": " + message + (remedy.isEmpty() ? "" : "; " + remedy);
  }
}
