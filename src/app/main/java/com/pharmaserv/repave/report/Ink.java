package com.pharmaserv.repave.report;

/** What a terminal can do to a piece of text. */
enum Ink {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("1;31"),
  GREEN("32"),
  YELLOW("33"),
  BLUE("34"),
  ALARM("1;37;41");

  static final String END = "\u001b[0m";

  private final String code;

  Ink(String code) {
    this.code = code;
  }

  /** What begins it; nothing for plain text. */
  String start() {
    return code.isEmpty() ? "" : "\u001b[" + code + "m";
  }

  String on(String text) {
    return code.isEmpty() || text.isEmpty() ? text : start() + text + END;
  }
}
