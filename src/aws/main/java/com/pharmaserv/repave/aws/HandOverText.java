package com.pharmaserv.repave.aws;

import com.pharmaserv.repave.model.HandOver;

/** Reads the text of a hand-over document. */
@FunctionalInterface
public interface HandOverText {
  /**
   * Reads it.
   *
   * @param json the document
   * @param parameterName where it was found, for messages
   * @throws IllegalArgumentException naming what is wrong with it
   */
  HandOver read(String json, String parameterName);
}
