package com.pharmaserv.repave.debian.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A DSSE envelope: a payload with who signed it.
 *
 * @param payloadType what the payload is
 * @param payload in base64, as in the file
 */
public record Envelope(String payloadType, String payload, List<Signed> signatures) {
  /** Statements of in-toto, the only payload that is read here. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  static final int SIGNATURES_MAX = 20;

  public Envelope {
    signatures = List.copyOf(signatures);
  }

  /**
   * One signature.
   *
   * @param keyId of the key that is said to have made it
   * @param signature in base64
   */
  public record Signed(String keyId, String signature) {}

  /** A statement in an envelope, signed. */
  public static Envelope sign(byte[] statement, Signer signer) throws ProofException {
    byte[] signature = signer.sign(Pae.encode(IN_TOTO, statement));
    return new Envelope(
        IN_TOTO,
        Base64.getEncoder().encodeToString(statement),
        List.of(
            new Signed(signer.publicKey().id(), Base64.getEncoder().encodeToString(signature))));
  }

  /** The same payload with one more signature, of somebody who vouches for it. */
  public Envelope and(Signer signer) throws ProofException {
    List<Signed> all = new ArrayList<>(signatures);
    all.addAll(sign(Base64.getDecoder().decode(payload), signer).signatures);
    return new Envelope(payloadType, payload, all);
  }

  /** Whether there is a signature of this very key. */
  public boolean signedBy(VerifyingKey key) {
    byte[] signed = Pae.encode(payloadType, Base64.getDecoder().decode(payload));
    return signatures.stream()
        .filter(one -> one.keyId.equals(key.id()))
        .anyMatch(one -> key.verifies(signed, Base64.getDecoder().decode(one.signature)));
  }

  /** Whether a signature of this key may be put beside the others. */
  public boolean takes(VerifyingKey key) {
    return signatures.size() < SIGNATURES_MAX
        && signatures.stream().noneMatch(one -> one.keyId.equals(key.id()));
  }

  /** As a file: one line of JSON. */
  public byte[] write() {
    ObjectNode envelope = Json.MAPPER.createObjectNode();
    envelope.put("payloadType", payloadType);
    envelope.put("payload", payload);
    ArrayNode all = envelope.putArray("signatures");
    signatures.forEach(
        signed -> all.addObject().put("keyid", signed.keyId).put("sig", signed.signature));
    try {
      return (Json.MAPPER.writeValueAsString(envelope) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }
}
