package com.pharmaserv.repave.local.balancer;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as a test. */
final class TestAuthority {
  static final char[] PASSWORD = "test".toCharArray();
  private static final X500Name NAME = new X500Name("CN=test authority");

  private final KeyPair keys;
  private final X509Certificate certificate;

  TestAuthority() throws Exception {
    keys = newKeys();
    certificate =
        sign(keys, NAME, new BasicConstraints(true), new GeneralNames(new GeneralName[0]));
  }

  /** Identity for 127.0.0.1 and localhost. */
  KeyStore identity() throws Exception {
    return identity(
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.dNSName, "localhost"));
  }

  KeyStore identity(GeneralName... names) throws Exception {
    KeyPair own = newKeys();
    X509Certificate leaf =
        sign(own, new X500Name("CN=test"), new BasicConstraints(false), new GeneralNames(names));
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "identity", own.getPrivate(), PASSWORD, new Certificate[] {leaf, certificate});
    return store;
  }

  SSLContext server() throws Exception {
    return server(identity());
  }

  static SSLContext server(KeyStore identity) throws GeneralSecurityException {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(identity, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  SSLContext client() throws Exception {
    return client(certificate);
  }

  static SSLContext client(Certificate authority) throws Exception {
    KeyStore trusted = emptyStore();
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private X509Certificate sign(
      KeyPair subject, X500Name name, BasicConstraints constraints, GeneralNames names)
      throws Exception {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofHours(1))),
            name,
            subject.getPublic());
    builder.addExtension(Extension.basicConstraints, true, constraints);
    if (names.getNames().length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static KeyStore emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }
}
