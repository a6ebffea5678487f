package com.pharmaserv.repave.local.tls;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The local certificate authority, made on the first start. Its key stays in {@code tls/} and is
 * used by the cloud only; nothing outside of this machine has a reason to trust it.
 */
public final class Authority {
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  /** Apple's and the browsers' limit for a server certificate. */
  private static final Duration SERVER_LIFE = Duration.ofDays(397);

  /** Clocks of clients may be a little behind. */
  private static final Duration BACKDATE = Duration.ofHours(1);

  private static final int SERIAL_BITS = 120;
  private static final String SIGNATURE = "SHA256withECDSA";

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final PrivateKey key;
  private final X509Certificate certificate;

  private Authority(Clock clock, PrivateKey key, X509Certificate certificate) {
    this.clock = clock;
    this.key = key;
    this.certificate = certificate;
  }

  /** A private key and its certificate chain, leaf first. */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
      chain = List.copyOf(chain);
    }

    /** Writes both as PEM; each is readable by its owner only. */
    public void write(Path keyFile, Path certificateFile) throws IOException {
      Durable.write(keyFile, Pem.encode(key));
      Durable.write(certificateFile, Pem.encode(chain));
    }
  }

  /** Reads the authority from the home, or makes it there. */
  public static Authority open(LocalHome home, Clock clock) throws IOException {
    Path keyFile = home.tls().resolve("ca.key");
    Path certificateFile = home.caCertificate();
    try {
      if (!Files.exists(keyFile) || !Files.exists(certificateFile)) {
        create(clock).write(keyFile, certificateFile);
      }
      X509Certificate certificate = Pem.certificates(certificateFile).get(0);
      return new Authority(clock, Pem.privateKey(keyFile), certificate);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException(
          "the local certificate authority in '"
              + home.tls()
              + "' cannot be used: "
              + e.getMessage()
              + "; remove that directory to make a new one",
          e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** A fresh key with a server certificate for the names; DNS names or IPv4 addresses. */
  public Identity issue(String subject, Collection<String> names) throws IOException {
    try {
      KeyPair pair = newKey(random);
      Instant now = clock.instant();
      Instant end = now.plus(SERVER_LIFE);
      Instant authorityEnd = certificate.getNotAfter().toInstant();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              certificate,
              new BigInteger(SERIAL_BITS, random),
              Date.from(now.minus(BACKDATE)),
              Date.from(end.isBefore(authorityEnd) ? end : authorityEnd),
              new X500Principal("CN=" + subject),
              pair.getPublic());
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
          .addExtension(Extension.subjectAlternativeName, false, alternatives(names))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              extensions.createSubjectKeyIdentifier(pair.getPublic()))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(certificate));
      return new Identity(pair.getPrivate(), List.of(sign(builder, key), certificate));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot issue a certificate for " + names + ": " + e.getMessage(), e);
    }
  }

  private static Identity create(Clock clock)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    SecureRandom random = new SecureRandom();
    KeyPair pair = newKey(random);
    Instant now = clock.instant();
    X500Name name = new X500Name("CN=Repave local cloud, O=" + now.getEpochSecond());
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(BACKDATE)),
            Date.from(now.plus(AUTHORITY_LIFE)),
            name,
            pair.getPublic());
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    return new Identity(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey signer)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer)));
  }

  private static KeyPair newKey(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static GeneralNames alternatives(Collection<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName,
                        name))
            .toArray(GeneralName[]::new));
  }
}
