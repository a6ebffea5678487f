package com.pharmaserv.repave.local.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** TLS settings of the local cloud's servers and clients. */
public final class Contexts {
  private Contexts() {}

  /** Trusts what the local authority issued, and nothing else. */
  public static SSLContext client(X509Certificate authority) throws IOException {
    return client(new MachineTrust(authority));
  }

  /** Trusts as it is told, from then on, too. */
  public static SSLContext client(MachineTrust trust) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  /** As {@link #client(X509Certificate)}, with the authority's certificate from a file. */
  public static SSLContext client(Path caCertificate) throws IOException {
    try {
      return client(Pem.certificates(caCertificate).get(0));
    } catch (GeneralSecurityException e) {
      throw new IOException("'" + caCertificate + "' is damaged: " + e.getMessage(), e);
    }
  }

  /** Serves with whatever the identity holds at the time of each handshake. */
  public static SSLContext server(ServerIdentity identity) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {identity}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
    }
  }
}
