package com.pharmaserv.repave.local;

import com.pharmaserv.repave.local.server.CloudServer;
import com.pharmaserv.repave.local.store.LocalHome;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The cloud's process in tests, as a hidden command starts it in production. */
public final class CloudMain {
  private CloudMain() {}

  public static void main(String[] args) throws InterruptedException {
    LocalHome home = new LocalHome(Path.of(args[0]));
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    System.exit(CloudServer.run(home, Clock.systemUTC(), path));
  }

  static List<String> command(LocalHome home) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx96m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        CloudMain.class.getName(),
        home.root().toString());
  }
}
