package com.pharmaserv.repave.local.balancer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;

/** A machine in a process of its own, which can be killed like one. */
final class TestMachineMain {
  private TestMachineMain() {}

  /** Prints its port when it listens; ends when its input ends. */
  public static void main(String[] args) throws Exception {
    KeyStore identity = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(args[1]))) {
      identity.load(in, TestAuthority.PASSWORD);
    }
    try (TestMachine machine = new TestMachine(args[0], TestAuthority.server(identity))) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
      out.println(machine.port());
      while (System.in.read() >= 0) {
        // Only the end counts.
      }
    }
  }

  /** The running process and the port it listens on. */
  record Running(Process process, int port) implements AutoCloseable {
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  static Running start(String name, KeyStore identity, Path folder) throws Exception {
    Path file = folder.resolve(name + ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      identity.store(out, TestAuthority.PASSWORD);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    TestMachineMain.class.getName(),
                    name,
                    file.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII);
    String port = reader.readLine();
    if (port == null) {
      throw new IOException("machine " + name + " ended before it listened");
    }
    return new Running(process, Integer.parseInt(port));
  }
}
