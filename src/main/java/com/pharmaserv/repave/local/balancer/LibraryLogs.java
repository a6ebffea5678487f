package com.pharmaserv.repave.local.balancer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Quietens the libraries while a balancer runs. Undertow writes a stack trace for each request that
 * a machine did not answer: under load a killed machine would fill the disk, and the access log has
 * it all.
 */
final class LibraryLogs implements AutoCloseable {
  /** Held, because a logger that nobody holds forgets its level. */
  private final Map<Logger, @Nullable Level> before = new LinkedHashMap<>();

  LibraryLogs() {
    limit("io.undertow.proxy", Level.OFF);
    limit("io.undertow", Level.WARNING);
    limit("org.xnio", Level.WARNING);
    limit("org.jboss.threads", Level.WARNING);
  }

  private void limit(String name, Level level) {
    Logger logger = Logger.getLogger(name);
    before.put(logger, logger.getLevel());
    logger.setLevel(level);
  }

  @Override
  public void close() {
    before.forEach(Logger::setLevel);
  }
}
