package com.pharmaserv.repave.local.balancer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
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

  private final Logger listeners = Logger.getLogger("org.xnio.listener");
  private final @Nullable Filter filterBefore = listeners.getFilter();

  LibraryLogs() {
    limit("io.undertow.proxy", Level.OFF);
    limit("io.undertow", Level.WARNING);
    limit("org.xnio", Level.WARNING);
    limit("org.jboss.threads", Level.WARNING);
    listeners.setFilter(entry -> !isLateFlush(entry));
  }

  private void limit(String name, Level level) {
    Logger logger = Logger.getLogger(name);
    before.put(logger, logger.getLevel());
    logger.setLevel(level);
  }

  /**
   * Undertow 2.3.27 may flush a request once more after its connection broke, and finds its buffer
   * gone. The request's failure was reported before, so this says nothing new.
   */
  private static boolean isLateFlush(LogRecord entry) {
    Throwable thrown = entry.getThrown();
    return thrown instanceof NullPointerException
        && thrown.getStackTrace().length > 0
        && thrown
            .getStackTrace()[0]
            .getClassName()
            .equals("io.undertow.client.http.HttpRequestConduit");
  }

  @Override
  public void close() {
    before.forEach(Logger::setLevel);
    listeners.setFilter(filterBefore);
  }
}
