package com.pharmaserv.repave.aws.twin;

/** Which services the double has: one line each. */
final class TwinServices {
  private TwinServices() {}

  static void install(TwinCloud cloud) {
    // Each service's register(cloud) adds the service and the makers of its parts.
  }
}
