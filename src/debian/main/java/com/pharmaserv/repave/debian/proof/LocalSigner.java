package com.pharmaserv.repave.debian.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * Signs with an Ed25519 key that lies in a folder of its owner's, made on first use. The file holds
 * both halves, as PEM; the public one lies beside it as well, to be given away.
 */
public final class LocalSigner implements Signer {
  private static final String NAME = "signing-key";
  private static final String PUBLIC = ".pub";
  static final String KEY = NAME + ".pem";
  static final String PUBLIC_KEY = NAME + PUBLIC;

  private static final String ALGORITHM = "Ed25519";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int FILE_MAX = 4_000;

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final PrivateKey key;
  private final VerifyingKey publicKey;

  private LocalSigner(PrivateKey key, VerifyingKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /**
   * The key of a folder, which is made with it if it is not there.
   *
   * @throws ProofException if others may read it, or if it is no key
   */
  public static LocalSigner open(Path folder) throws ProofException {
    Path file = folder.resolve(KEY);
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        make(folder, file);
      }
      onlyOurs(folder);
      onlyOurs(file);
      if (Files.size(file) > FILE_MAX) {
        throw new ProofException("key '%s' is not one of ours: too large".formatted(file));
      }
      LocalSigner signer = parsed(Files.readString(file), file);
      export(folder, NAME, signer.publicKey.pem());
      return signer;
    } catch (IOException e) {
      throw new ProofException("key '%s' cannot be read or made: %s".formatted(file, e), e);
    }
  }

  private static void make(Path folder, Path file) throws IOException {
    makeFolder(folder);
    Path fresh =
        Files.createTempFile(
            folder,
            "new",
            ".pem",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, fresh());
      // A whole file or none, and never over another one's.
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException other) {
      // Made in the same moment: then that one is used.
      return;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static String fresh() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      String secret = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
      VerifyingKey open = VerifyingKey.ofDer(pair.getPublic().getEncoded(), KEY);
      return String.join("\n", BEGIN, secret, END, open.pem());
    } catch (GeneralSecurityException | ProofException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static void onlyOurs(Path path) throws IOException, ProofException {
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (Files.isSymbolicLink(path)) {
      throw new ProofException("key '%s' is a link; put the key itself there".formatted(path));
    }
    if (modes.stream().anyMatch(OTHERS::contains)) {
      throw new ProofException(
          "'%s' may be read or written by others (%s): chmod go= '%s', and make a new key if somebody"
                  .formatted(path, PosixFilePermissions.toString(modes), path)
              + " could have read it");
    }
  }

  private static LocalSigner parsed(String text, Path file) throws ProofException {
    int end = text.indexOf(END);
    if (!text.startsWith(BEGIN) || end < 0) {
      throw new ProofException("key '%s' does not begin with %s".formatted(file, BEGIN));
    }
    VerifyingKey open = VerifyingKey.ofPem(text.substring(end + END.length()), file.toString());
    try {
      byte[] secret =
          Base64.getDecoder().decode(text.substring(BEGIN.length(), end).replaceAll("\\s", ""));
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(secret));
      LocalSigner signer = new LocalSigner(key, open);
      byte[] trial = text.getBytes(StandardCharsets.UTF_8);
      if (!open.verifies(trial, signer.sign(trial))) {
        throw new ProofException("key '%s': its two halves do not match".formatted(file));
      }
      return signer;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ProofException("key '%s' is no Ed25519 key".formatted(file), e);
    }
  }

  /** Writes a public key, unless it is there. */
  static void export(Path folder, String name, String pem) throws IOException {
    makeFolder(folder);
    Path file = folder.resolve(name + PUBLIC);
    if (!Files.exists(file) || !Files.readString(file).equals(pem)) {
      Files.writeString(file, pem);
    }
  }

  @Override
  public VerifyingKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) throws ProofException {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new ProofException("the local key cannot sign: " + e.getMessage(), e);
    }
  }
}
