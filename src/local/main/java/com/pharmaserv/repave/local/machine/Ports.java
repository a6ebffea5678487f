package com.pharmaserv.repave.local.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * Gives machines their ports. They lie below the range from which systems serve outgoing
 * connections: between our look and the machine's own bind nothing else reaches for them.
 */
final class Ports {
  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;

  private int next;

  /** Homes begin at different places, so that two clouds do not compete. */
  Ports(Path home) {
    next = Math.floorMod(home.hashCode(), COUNT);
  }

  /** A port that was free just now and was not given out for the last many machines. */
  synchronized int take() throws IOException {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + next;
      next = (next + 1) % COUNT;
      if (free(port)) {
        return port;
      }
    }
    throw new IOException("no port from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
  }

  private static boolean free(int port) {
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.isBound();
    } catch (IOException e) {
      // In use: that is the answer to the question.
      return false;
    }
  }
}
