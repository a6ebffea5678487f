package com.pharmaserv.repave.debian.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {
  private Signer signer = new Unset();
  private TrustedKeys trusted = Unset.nobody();

  @BeforeEach
  void makeKeys() throws Exception {
    signer = Keys.signer("Ed25519");
    trusted = Keys.trust(Keys.named("ci", signer));
  }

  private Envelope signed() throws ProofException {
    return Envelope.sign(Keys.statement("run-1"), signer);
  }

  private static String text(Envelope envelope) {
    return new String(envelope.write(), StandardCharsets.UTF_8);
  }

  private Attested verify(String envelope) throws ProofException {
    byte[] bytes = envelope.getBytes(StandardCharsets.UTF_8);
    return Envelopes.verify(Envelopes.read(bytes, "a.json"), trusted, "a.json");
  }

  /** The vector of DSSE's protocol.md. */
  @Test
  void encodesAsTheSpecificationDoes() {
    byte[] payload = "hello world".getBytes(StandardCharsets.UTF_8);
    assertThat(
            new String(
                Pae.encode("http://example.com/HelloWorld", payload), StandardCharsets.UTF_8))
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    assertThat(new String(Pae.encode("é", new byte[0]), StandardCharsets.UTF_8))
        .isEqualTo("DSSEv1 2 é 0 ");
  }

  /** The signature that the specification's example has, by its key of ECDSA with P-256. */
  @Test
  void verifiesTheSpecificationsSignature() throws Exception {
    VerifyingKey key =
        VerifyingKey.ofDer(
            Spki.p256(
                "46950820868899156662930047687818585632848591499744589407958293238635476079160",
                "5640078356564379163099075877009565129882514886557779369047442380624545832820"),
            "protocol.md");
    byte[] signature =
        Base64.getDecoder()
            .decode(
                "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
    byte[] pae =
        Pae.encode("http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8));
    assertThat(key.verifies(pae, Spki.der(signature))).isTrue();
    pae[pae.length - 1]++;
    assertThat(key.verifies(pae, Spki.der(signature))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "secp256r1"})
  void believesWhatATrustedKeySigned(String algorithm) throws Exception {
    signer = Keys.signer(algorithm);
    trusted = Keys.trust(Keys.named("ci", signer));
    Attested attested = verify(text(signed()));
    assertThat(attested.provenance()).isEqualTo(Keys.provenance(Keys.DISK, Keys.LOCK, "run-1"));
    assertThat(attested.signers()).extracting(TrustedKeys.Named::name).containsExactly("ci");
    assertThat(attested.strangers()).isEmpty();
  }

  @Test
  void theStatementFollowsFromTheProvenance() throws Exception {
    Golden.check(
        Path.of("test/resources/proof/statement.json"),
        new String(Keys.statement("run-1"), StandardCharsets.UTF_8) + "\n");
  }

  @Test
  void aStrangersSignatureBesideIsTold() throws Exception {
    Signer stranger = Keys.signer("secp256r1");
    Attested attested = verify(text(signed().and(stranger)));
    assertThat(attested.signers()).hasSize(1);
    assertThat(attested.strangers()).containsExactly(stranger.publicKey().id());
  }

  @Test
  void nobodyWhoIsTrustedIsNotEnough() throws Exception {
    Signer other = Keys.signer("Ed25519");
    assertThatThrownBy(() -> verify(text(Envelope.sign(Keys.statement("run-1"), other))))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("envelope 'a.json' is signed by nobody who is trusted, but by key ")
        .hasMessageContaining("; trusted are ci (");
  }

  @Test
  void aChangedPayloadIsSignedByNobody() throws Exception {
    Envelope envelope = signed();
    String changed =
        new String(Keys.statement("run-1"), StandardCharsets.UTF_8).replace("ddd", "ddc");
    Envelope forged =
        new Envelope(
            envelope.payloadType(),
            Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8)),
            envelope.signatures());
    assertThatThrownBy(() -> verify(text(forged)))
        .hasMessageContaining("names key 'ci'")
        .hasMessageContaining("but that did not sign it");
  }

  @Test
  void theKeyDecidesTheAlgorithm() throws Exception {
    Signer ecdsa = Keys.signer("secp256r1");
    trusted = Keys.trust(Keys.named("ci", signer), Keys.named("lab", ecdsa));
    byte[] statement = Keys.statement("run-1");
    for (Signer liar : List.of(signer, ecdsa)) {
      Signer victim = liar == signer ? ecdsa : signer;
      Signer confused =
          new Signer() {
            @Override
            public VerifyingKey publicKey() throws ProofException {
              return victim.publicKey();
            }

            @Override
            public byte[] sign(byte[] message) throws ProofException {
              return liar.sign(message);
            }
          };
      assertThatThrownBy(() -> verify(text(Envelope.sign(statement, confused))))
          .hasMessageContaining("but that did not sign it");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.in-toto+json|text/plain|envelope 'a.json' holds 'text/plain', not",
        "\"payloadType\"|\"kind\":1,\"payloadType\"|envelope 'a.json' has 'kind', which none has",
        "\"keyid\"|\"cert\":\"\",\"keyid\"|a signature of envelope 'a.json' has 'cert'",
        "\"keyid\"|\"keyid\":\"a\",\"keyid\"|Duplicate field 'keyid'",
        "\"payloadType\"|\"payload\":\"\",\"payloadType\"|Duplicate field 'payload'",
        "\"payload\":\"|\"payload\":\"*|the payload of envelope 'a.json' is not in base64",
        "\"payload\":\"|\"payload\":\"\",\"x\":\"|has 'x', which none has",
        "\"sig\":\"|\"sig\":\"-_|a signature of envelope 'a.json' is not in base64",
        "\"sig\":\"|\"sig\":\"\\n|a signature of envelope 'a.json' is not in base64",
        "\"sig\"|\"sug\"|has 'sug'",
        "\"signatures\":[|\"signatures\":[1,|has a signature that is no object",
        "}]}|}]}{}|is not JSON",
        "{\"payloadType\"|[{\"payloadType\"|is not JSON",
      })
  void refusesHostileEnvelopes(String part, String instead, String complaint) throws Exception {
    String text = text(signed());
    assertThat(text).contains(part);
    String hostile =
        text.replaceFirst(
            java.util.regex.Pattern.quote(part), java.util.regex.Matcher.quoteReplacement(instead));
    assertThatThrownBy(() -> verify(hostile))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void refusesOneKeyTwiceNoneAndTooMany() throws Exception {
    Envelope envelope = signed();
    assertThatThrownBy(() -> verify(text(envelope.and(signer))))
        .hasMessageContaining(
            "envelope 'a.json' is signed twice by key '" + signer.publicKey().id());
    Envelope none = new Envelope(envelope.payloadType(), envelope.payload(), List.of());
    assertThatThrownBy(() -> verify(text(none))).hasMessage("envelope 'a.json' has no signatures");
    List<Envelope.Signed> many =
        java.util.stream.IntStream.range(0, 21)
            .mapToObj(i -> new Envelope.Signed("key" + i, "AAAA"))
            .toList();
    assertThatThrownBy(
            () -> verify(text(new Envelope(envelope.payloadType(), envelope.payload(), many))))
        .hasMessageContaining("has more than 20 signatures");
    assertThatThrownBy(() -> Envelopes.read(new byte[(16 << 20) + 1], "a.json"))
        .hasMessage("envelope 'a.json' has more than 16777216 bytes");
    assertThatThrownBy(() -> verify("[]")).hasMessage("envelope 'a.json' is not a JSON object");
    assertThatThrownBy(() -> verify("")).hasMessageContaining("envelope 'a.json' is not");
    assertThatThrownBy(() -> verify("{\"payload\":".repeat(50)))
        .hasMessageContaining("is not JSON");
  }

  /** Base64 has more than one text for some bytes; only one of them is taken. */
  @Test
  void refusesOtherTextsOfTheSameBytes() throws Exception {
    Envelope envelope = new Envelope(Envelope.IN_TOTO, "QQ==", signed().signatures());
    String other = text(envelope).replace("QQ==", "QR==");
    assertThatThrownBy(() -> verify(other)).hasMessageContaining("as RFC 4648 has it");
    assertThatThrownBy(() -> verify(text(envelope).replace("QQ==", "QQ")))
        .hasMessageContaining("as RFC 4648 has it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in-toto.io/Statement/v1|in-toto.io/Statement/v0.1|for '_type', not",
        "slsa.dev/provenance/v1|slsa.dev/provenance/v0.2|for 'predicateType', not",
        "debian-image/v1|debian-image/v2|for 'buildType', not",
        "\"subject\":[|\"subject\":[{},|is about 2 subjects, not one disk",
        "\"sha256\":\"ddd|\"sha256\":\"DDD|must be 64 hexadecimal digits",
        "{\"name\":\"lock\"|{\"name\":\"lick\"|has no dependency 'lock'",
        "{\"name\":\"lock\"|{\"name\":\"recipe\"|names dependency 'recipe' twice",
        "\"gitCommit\":\"555|\"gitCommit\":\"55x|commit '55x",
        "\"startedOn\":\"2026|\"startedOn\":\"2027|before it started",
        "\"startedOn\":\"2026|\"startedOn\":\"x2026|could not be parsed",
        "\"resolvedDependencies\"|\"unresolved\"|has no list 'resolvedDependencies'",
        "{\"_type\"|[{\"_type\"|is not JSON",
      })
  void refusesOddStatementsEvenIfSigned(String part, String instead, String complaint)
      throws Exception {
    String text = new String(Keys.statement("run-1"), StandardCharsets.UTF_8);
    assertThat(text).contains(part);
    byte[] odd = text.replace(part, instead).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> verify(text(Envelope.sign(odd, signer))))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("the statement in envelope 'a.json'")
        .hasMessageContaining(complaint);
  }

  @Test
  void passesOverWhatOthersAddToASignedStatement() throws Exception {
    byte[] more =
        new String(Keys.statement("run-1"), StandardCharsets.UTF_8)
            .replace("\"externalParameters\":{", "\"externalParameters\":{\"new\":1,")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(verify(text(Envelope.sign(more, signer))).provenance())
        .isEqualTo(Keys.provenance(Keys.DISK, Keys.LOCK, "run-1"));
  }
}
