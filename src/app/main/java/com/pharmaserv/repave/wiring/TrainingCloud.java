package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.wire.DaemonFile;
import com.pharmaserv.repave.local.wire.Wire;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Answers every call as a local cloud would that runs one fleet; for {@link TrainingGround} only.
 */
final class TrainingCloud implements AutoCloseable {
  private static final int HEADERS_MAX = 20;

  /** More than the training makes. */
  private static final int CALLS_MAX = 100;

  private final ServerSocketChannel listener;
  private final byte[] body;

  private TrainingCloud(ServerSocketChannel listener, byte[] body) {
    this.listener = listener;
    this.body = body;
  }

  static TrainingCloud open(LocalHome home, Fleet fleet, ImageId image, Clock clock)
      throws IOException {
    home.prepare();
    Path socket = home.cloud().resolve("training");
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket), CALLS_MAX);
    TrainingCloud cloud =
        new TrainingCloud(listener, Json.write(Wire.view(view(fleet, image, clock))));
    DaemonFile.ofThisProcess(socket).write(home);
    Thread answering = new Thread(cloud::answer, "training");
    answering.setDaemon(true);
    answering.start();
    return cloud;
  }

  private static FleetView view(Fleet fleet, ImageId image, Clock clock) {
    List<Machine> machines =
        fleet.zones().stream()
            .map(zone -> new Machine("m-" + zone, zone, Lifecycle.IN_SERVICE, Health.HEALTHY))
            .toList();
    Generation generation =
        new Generation(
            new GenerationId(fleet.id(), 2),
            Optional.of(Slot.GREEN),
            image,
            machines.size(),
            Settings.of(1, machines.size(), List.of(), true),
            machines,
            0,
            Optional.empty(),
            new RolloutId(fleet.id(), 1));
    return new FleetView(
        clock.instant(),
        Optional.of(new RouteView(new Weights(0, 100), Optional.of(Slot.GREEN))),
        List.of(generation));
  }

  private void answer() {
    for (int calls = 0; calls < CALLS_MAX; calls++) {
      try (SocketChannel call = listener.accept()) {
        answer(Channels.newInputStream(call), Channels.newOutputStream(call));
      } catch (IOException closed) {
        // The training is over; or a call failed, and then the tool's own side has said why.
        return;
      }
    }
  }

  private void answer(InputStream call, OutputStream out) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(call, StandardCharsets.ISO_8859_1));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String line = in.readLine();
    while (line != null && !line.isEmpty() && headers.size() < HEADERS_MAX) {
      int colon = line.indexOf(':') + 1;
      headers.put(line.substring(0, Math.max(0, colon - 1)), line.substring(colon).strip());
      line = in.readLine();
    }
    in.skip(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
