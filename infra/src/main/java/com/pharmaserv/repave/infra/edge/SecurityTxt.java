package com.pharmaserv.repave.infra.edge;

import java.time.LocalDate;
import java.time.Month;

/** The text that tells finders of a weakness whom to tell (RFC 9116). */
final class SecurityTxt {
  private SecurityTxt() {}

  /**
   * The text, good for more than six months and less than a year. It changes on the first of
   * January and of July, so that it does not differ each time the program runs, and yet a stack
   * that nobody has updated for half a year shows a difference.
   *
   * @param contact address of those who answer for security
   * @param host that the text is published on
   */
  static String of(String contact, String host, LocalDate today) {
    LocalDate half =
        LocalDate.of(
            today.getYear(),
            today.getMonth().compareTo(Month.JULY) < 0 ? Month.JANUARY : Month.JULY,
            1);
    return String.join(
        "\n",
        "Contact: mailto:" + contact,
        "Expires: " + half.plusMonths(12) + "T00:00:00Z",
        "Canonical: https://" + host + "/.well-known/security.txt",
        "Preferred-Languages: en",
        "");
  }
}
