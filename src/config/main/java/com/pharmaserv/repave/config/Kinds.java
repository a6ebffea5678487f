package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.model.Names;

/** The kinds of values that stand in several files. */
final class Kinds {
  /** The one rule for names that people give; the model words what is wrong with one. */
  static final Kind NAME =
      Text.of(Names.SHAPE, "a name in lower case").upTo(Names.LENGTH_MAX).as("name");

  static final Kind DURATION = Text.of(Units.DURATION, "a number and a unit").as("duration");

  static final Kind PERCENT = Text.of(Units.PERCENT, "a number and a percent sign").as("percent");

  static final Kind PROSE = new Kind.Prose();

  static final Kind FLAG = new Kind.Flag();

  /** The path of a URL with its query, as a probe asks for it. */
  static final Text URL_PATH =
      Text.of(
          "/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,255}",
          "a URL's path: begin with '/', escape blanks as %20");

  private Kinds() {}
}
