package com.pharmaserv.repave.local.balancer;

import java.util.LinkedHashMap;
import java.util.List;
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
  private static final String CLIENT = "io.undertow.client.http.";

  /** Held, because a logger that nobody holds forgets its level. */
  private final Map<Logger, @Nullable Level> levels = new LinkedHashMap<>();

  private final Map<Logger, @Nullable Filter> filters = new LinkedHashMap<>();

  LibraryLogs() {
    limit("io.undertow.proxy", Level.OFF);
    limit("io.undertow", Level.WARNING);
    limit("org.xnio", Level.WARNING);
    limit("org.jboss.threads", Level.WARNING);
    for (String name : List.of("org.xnio.listener", "io.undertow.client")) {
      Logger logger = Logger.getLogger(name);
      filters.put(logger, logger.getFilter());
      logger.setFilter(entry -> !isStumble(entry));
    }
  }

  private void limit(String name, Level level) {
    Logger logger = Logger.getLogger(name);
    levels.put(logger, logger.getLevel());
    logger.setLevel(level);
  }

  /**
   * Undertow's client (2.3.27) stumbles over late events of a connection that broke or was closed,
   * and finds its request or its buffer gone. What became of the request was reported before.
   */
  private static boolean isStumble(LogRecord entry) {
    Throwable thrown = entry.getThrown();
    return thrown instanceof NullPointerException
        && thrown.getStackTrace().length > 0
        && thrown.getStackTrace()[0].getClassName().startsWith(CLIENT);
  }

  @Override
  public void close() {
    levels.forEach(Logger::setLevel);
    filters.forEach(Logger::setFilter);
  }
}
