package com.pharmaserv.repave.debian.boot;

import com.pharmaserv.repave.debian.archive.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A machine that QEMU runs from a disk, which it does not write to. */
final class Guest implements AutoCloseable {
  static final Path CODE = Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd");
  private static final Path VARIABLES = Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd");
  private static final Duration POLL = Duration.ofMillis(200);

  private final Process process;
  private final Path console;
  private final int port;
  private final Findings.Reader reader = new Findings.Reader();

  private Guest(Process process, Path console, int port) {
    this.process = process;
    this.console = console;
    this.port = port;
  }

  static Guest start(Host host, Path folder, Path disk, Accelerator accelerator)
      throws IOException {
    Path console = folder.resolve("console");
    Path variables = folder.resolve("firmware.fd");
    Path marker = folder.resolve("marker.raw");
    Files.deleteIfExists(variables);
    Files.copy(VARIABLES, variables);
    try (RandomAccessFile file = new RandomAccessFile(marker.toFile(), "rw")) {
      file.setLength(1 << 20);
    }
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "qemu-system-x86_64",
                    "-machine",
                    "q35",
                    "-accel",
                    accelerator.name().equals("kvm") ? "kvm" : "tcg,thread=multi",
                    "-cpu",
                    "max",
                    "-smp",
                    "2",
                    "-m",
                    "1024",
                    "-nodefaults",
                    "-display",
                    "none",
                    "-no-reboot",
                    "-snapshot",
                    "-drive",
                    "if=pflash,format=raw,readonly=on,file=" + CODE,
                    "-drive",
                    "if=pflash,format=raw,snapshot=off,file=" + escaped(variables),
                    "-drive",
                    "if=none,id=root,format=raw,file=" + escaped(disk),
                    "-device",
                    "nvme,drive=root,serial=vol0123456789abcdef0,bootindex=0",
                    "-drive",
                    "if=none,id=marker,format=raw,file=" + escaped(marker),
                    "-device",
                    "nvme,drive=marker,serial=repave-live-checks",
                    "-netdev",
                    "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:%s-:%s"
                        .formatted(port, LiveCheck.HEALTH_PORT),
                    "-device",
                    "virtio-net-pci,netdev=net,romfile=",
                    "-device",
                    "virtio-rng-pci",
                    "-serial",
                    "file:" + console,
                    "-serial",
                    "stdio"))
            .redirectError(folder.resolve("qemu.log").toFile());
    builder.environment().clear();
    // -snapshot writes into temporary files: those belong beside the disk.
    builder.environment().putAll(host.environment(Map.of("TMPDIR", folder.toString())));
    Guest guest = new Guest(builder.start(), console, port);
    guest.listen();
    return guest;
  }

  /** QEMU reads a comma as the end of a value; two of them are one. */
  private static String escaped(Path path) {
    return path.toString().replace(",", ",,");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void listen() {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  synchronized (reader) {
                    reader.line(line);
                  }
                }
              } catch (IOException e) {
                // The machine is gone; what it said so far is all there is.
              }
            },
            "guest-findings");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return port;
  }

  boolean alive() {
    return process.isAlive();
  }

  Path console() {
    return console;
  }

  /** Its console without the control sequences that boot messages are coloured with. */
  List<String> consoleLines() throws IOException {
    if (!Files.exists(console)) {
      return List.of();
    }
    return new String(Files.readAllBytes(console), StandardCharsets.UTF_8)
        .replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Has the machine look at itself; what it says, complete or not when the time is over. */
  Findings findings(Duration bound, Accelerator accelerator, Duration healthy)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    boolean told = false;
    while (true) {
      boolean ready;
      synchronized (reader) {
        if (reader.complete() || !alive() || System.nanoTime() > end) {
          return reader.findings(accelerator, healthy);
        }
        ready = reader.ready();
      }
      if (ready && !told) {
        say("look");
        told = true;
      }
      pause();
    }
  }

  /** Over the second serial line, which the machine must have open already. */
  private void say(String word) throws IOException {
    process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
  }

  /** Waits a little, or until the machine ends. */
  void pause() throws InterruptedException {
    process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks it to shut down, and waits for the power to go off by itself. */
  boolean powerOff(Duration bound) throws IOException, InterruptedException {
    say("poweroff");
    return process.waitFor(bound.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
