package com.pharmaserv.repave.infra.policy;

/** What the security page promises, statement by statement, in its own words. */
public enum Claim {
  S1("This data centers, located both in the US and in the EU"),
  S2("All network traffic runs over SSL/HTTPS"),
  S3("We regularly replace our virtual systems with new, patched ones"),
  S4("If we see something, we react quickly"),
  S5("We limit production-system access […] and expressly forbid passwords"),
  S6("We regularly perform security tests"),
  S7("Logs are streamed in realtime and over secure channels to a centralized logging service"),
  S8("We prevent single points of failure. […] We physically separate the database instances"),
  S9("Production data is mirrored to remote systems"),
  S10("Automatically backed up daily to an offsite location […] We backup and test our systems"),
  S11(
      "Every change to a database is stored in the 'writeaheadlog' and immediately shipped offsite"),
  S12("Our employee workstations and laptops are imaged and managed using JAMF"),
  S13("Canceling your account […] affects all data associated with your account"),
  S14("Ongoing compliance with the Nigeria Data Protection Regulation"),
  S15("We have implemented a bug bounty program");

  private final String words;

  Claim(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
