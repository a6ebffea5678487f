package com.pharmaserv.repave.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The frame of a self-contained HTML file: no scripts, nothing loaded from elsewhere, everything
 * escaped. It can be archived and mailed, and reads the same in ten years.
 */
final class HtmlPage {
  private static final String STYLE = "report.css";

  /** Nothing may be loaded or run, even if an escape were missed. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  private HtmlPage() {}

  /** All up to what the page shows. */
  static Markup begin(String title) throws IOException {
    Markup page = new Markup();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).raw("\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.leaf("title", title);
    return page.raw("<style>\n").raw(style()).raw("</style>\n</head>\n<body>\n<main>\n");
  }

  /** The whole file. */
  static String end(Markup page) {
    return page.raw("</main>\n</body>\n</html>\n").toString();
  }

  /** A figure with what it counts. */
  static void card(Markup page, String number, String what, String css) {
    page.open("div", "class", "card " + css).leaf("b", number).leaf("span", what).close("div");
  }

  /** Begins a section with a table; rows follow, and then {@link #tableEnd}. */
  static void table(Markup page, String head, String... columns) {
    page.open("section").leaf("h2", head);
    // Whoever has no mouse must be able to scroll it.
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", head);
    page.open("table").open("thead").open("tr");
    for (String column : columns) {
      page.leaf("th", column);
    }
    page.close("tr").close("thead").open("tbody");
  }

  static void tableEnd(Markup page) {
    page.close("tbody").close("table").close("div").close("section");
  }

  private static String style() throws IOException {
    try (InputStream in = HtmlPage.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IOException("style sheet '" + STYLE + "' is missing in the program's own jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
