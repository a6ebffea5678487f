package com.pharmaserv.repave.infra.standin;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** The process that Pulumi takes for {@code pulumi-resource-aws}. */
public final class StandIn {
  private StandIn() {}

  /**
   * Serves until Pulumi stops it.
   *
   * @param args the cloud's folder; what Pulumi adds is not needed
   */
  @SuppressWarnings("SystemOut") // Pulumi reads the port from standard output.
  public static void main(String[] args) throws IOException, InterruptedException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new StandInProvider(new Cloud(Path.of(args[0]))))
            .build()
            .start();
    System.out.println(server.getPort());
    // Pulumi stops its plugins; should it be killed, they are not to stay behind.
    Optional<ProcessHandle> pulumi = ProcessHandle.current().parent();
    if (pulumi.isPresent()) {
      pulumi.get().onExit().join();
    }
    server.shutdownNow().awaitTermination();
  }
}
