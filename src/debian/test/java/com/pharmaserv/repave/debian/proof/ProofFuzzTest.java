package com.pharmaserv.repave.debian.proof;

import com.pharmaserv.repave.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever an envelope, a statement or a key holds, it is refused in words or taken. */
final class ProofFuzzTest {
  private static void fuzz(List<byte[]> corpus, Fuzz.Reader reader) {
    Fuzz.readers(corpus, reader, thrown -> thrown instanceof ProofException);
  }

  @Test
  void envelopes() throws Exception {
    Signer signer = Keys.signer("Ed25519");
    TrustedKeys trusted = Keys.trust(Keys.named("ci", signer));
    byte[] envelope = Envelope.sign(Keys.statement("run-1"), signer).write();
    String disk = new String(Keys.statement("run-1"), StandardCharsets.UTF_8);
    fuzz(
        List.of(envelope, Envelope.sign(Keys.statement("run-2"), Keys.signer("secp256r1")).write()),
        input -> {
          Attested attested = Envelopes.verify(Envelopes.read(input, "a"), trusted, "a");
          // Whatever was changed, only what was signed is believed.
          String said =
              new String(StatementWriter.write(attested.provenance()), StandardCharsets.UTF_8);
          if (!said.equals(disk)) {
            throw new IllegalStateException("believes what nobody signed");
          }
        });
  }

  /** As if a trusted key had signed each, so that what they say is read. */
  @Test
  void statements() {
    fuzz(List.of(Keys.statement("run-1")), input -> StatementReader.read(input, "envelope 'a'"));
  }

  @Test
  void publicKeys() throws Exception {
    fuzz(
        List.of(
            Keys.signer("Ed25519").publicKey().pem().getBytes(StandardCharsets.UTF_8),
            Keys.signer("secp256r1").publicKey().pem().getBytes(StandardCharsets.UTF_8)),
        input ->
            VerifyingKey.ofPem(new String(input, StandardCharsets.UTF_8), "a")
                .verifies(input, input));
  }
}
