package com.pharmaserv.repave.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one directory in which the local cloud keeps everything. Its folders are open to their owner
 * only, because keys and the socket of the control API lie in them.
 */
public record LocalHome(Path root) {
  public LocalHome {
    root = root.toAbsolutePath().normalize();
  }

  /** The certificate authority and the balancer's certificate. */
  public Path tls() {
    return root.resolve("tls");
  }

  /** What clients are told to trust, for example {@code curl --cacert}. */
  public Path caCertificate() {
    return tls().resolve("ca.pem");
  }

  public Path cloud() {
    return root.resolve("cloud");
  }

  public Path images() {
    return root.resolve("images");
  }

  public Path machines() {
    return root.resolve("machines");
  }

  /** Folders of machines that are kept for forensics, read-only; nothing here is ever removed. */
  public Path quarantine() {
    return root.resolve("quarantine");
  }

  /** Who the running cloud is and where it listens; stale after a crash. */
  public Path daemonFile() {
    return cloud().resolve("daemon.json");
  }

  /** Environments, fleets, generations and weights. */
  public Path stateFile() {
    return cloud().resolve("cloud.json");
  }

  /** Locked for as long as a cloud runs; the operating system lets go of it in a crash. */
  public Path cloudLock() {
    return cloud().resolve("cloud.lock");
  }

  /** Locked while a tool starts or stops the cloud. */
  public Path startLock() {
    return cloud().resolve("start.lock");
  }

  public Path log() {
    return cloud().resolve("cloud.log");
  }

  public Path accessLog(String environment) {
    return cloud().resolve("access-" + environment + ".log");
  }

  /** Makes what is missing, or says why that cannot be. */
  public void prepare() throws IOException {
    try {
      for (Path folder : List.of(root, tls(), cloud(), images(), machines())) {
        Durable.privateDirectory(folder);
        if (!Files.isWritable(folder)) {
          throw new IOException("'" + folder + "' is not writable");
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "the local cloud's home '"
              + root
              + "' cannot be used: "
              + Durable.reason(e)
              + "; make it writable for this user or choose another one",
          e);
    }
  }
}
