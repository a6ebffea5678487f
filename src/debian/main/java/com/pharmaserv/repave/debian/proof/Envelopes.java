package com.pharmaserv.repave.debian.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads envelopes and believes those that trusted keys signed. */
public final class Envelopes {
  /** A statement of 2,000 packages has half a megabyte. */
  static final int BYTES_MAX = 16 << 20;

  private Envelopes() {}

  /**
   * Reads a file, without believing it.
   *
   * @param name of the file, for messages
   */
  public static Envelope read(byte[] bytes, String name) throws ProofException {
    String what = "envelope '%s'".formatted(name);
    if (bytes.length > BYTES_MAX) {
      throw new ProofException("%s has more than %s bytes".formatted(what, BYTES_MAX));
    }
    JsonNode json = Json.object(bytes, what);
    Json.only(json, Set.of("payloadType", "payload", "signatures"), what);
    String type = Json.text(json, "payloadType", what);
    if (!type.equals(Envelope.IN_TOTO)) {
      throw new ProofException(
          "%s holds '%s', not '%s'".formatted(what, Json.shown(type), Envelope.IN_TOTO));
    }
    Envelope envelope =
        new Envelope(type, Json.text(json, "payload", what), signatures(json, what));
    payload(envelope, what);
    return envelope;
  }

  private static List<Envelope.Signed> signatures(JsonNode json, String what)
      throws ProofException {
    JsonNode list = json.path("signatures");
    if (!list.isArray() || list.isEmpty()) {
      throw new ProofException(what + " has no signatures");
    }
    if (list.size() > Envelope.SIGNATURES_MAX) {
      throw new ProofException(
          "%s has more than %s signatures".formatted(what, Envelope.SIGNATURES_MAX));
    }
    List<Envelope.Signed> signatures = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (JsonNode one : list) {
      if (!one.isObject()) {
        throw new ProofException(what + " has a signature that is no object");
      }
      Json.only(one, Set.of("keyid", "sig"), "a signature of " + what);
      String key = Json.text(one, "keyid", "a signature of " + what);
      if (!keys.add(key)) {
        throw new ProofException("%s is signed twice by key '%s'".formatted(what, Json.shown(key)));
      }
      String signature = Json.text(one, "sig", "a signature of " + what);
      decoded(signature, "a signature of " + what);
      signatures.add(new Envelope.Signed(key, signature));
    }
    return signatures;
  }

  static byte[] payload(Envelope envelope, String what) throws ProofException {
    return decoded(envelope.payload(), "the payload of " + what);
  }

  /** Only as we would write it, so that one payload has one text. */
  private static byte[] decoded(String base64, String what) throws ProofException {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new ProofException(what + " is not in base64", e);
    }
    throw new ProofException(what + " is not in base64 as RFC 4648 has it");
  }

  /**
   * What an envelope says, if somebody who is trusted signed it.
   *
   * @throws ProofException if nobody did, if a signature of a trusted key is wrong, or if the
   *     payload is no statement about a disk
   */
  public static Attested verify(Envelope envelope, TrustedKeys trusted, String name)
      throws ProofException {
    String what = "envelope '%s'".formatted(name);
    byte[] payload = payload(envelope, what);
    byte[] signed = Pae.encode(envelope.payloadType(), payload);
    List<TrustedKeys.Named> signers = new ArrayList<>();
    List<String> strangers = new ArrayList<>();
    for (Envelope.Signed one : envelope.signatures()) {
      TrustedKeys.Named key = trusted.find(one.keyId()).orElse(null);
      if (key == null) {
        strangers.add(Json.shown(one.keyId()));
      } else if (key.key().verifies(signed, decoded(one.signature(), "a signature of " + what))) {
        signers.add(key);
      } else {
        throw new ProofException(
            "%s names key '%s' (%s, %s), but that did not sign it: it was changed, or signed by"
                    .formatted(what, key.name(), key.key().shortId(), key.key().algorithm())
                + " another key");
      }
    }
    if (signers.isEmpty()) {
      throw new ProofException(
          "%s is signed by nobody who is trusted, but by key %s; trusted are %s"
              .formatted(what, String.join(", ", strangers), trusted.words()));
    }
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      throw new ProofException(what + " does not hold a statement of in-toto");
    }
    return new Attested(StatementReader.read(payload, what), signers, strangers);
  }

  /** What an envelope says, whoever signed it: as much to be believed as the file's place. */
  public static Provenance unverified(Envelope envelope, String name) throws ProofException {
    String what = "envelope '%s'".formatted(name);
    return StatementReader.read(payload(envelope, what), what);
  }

  /** The payload as text, for people. */
  public static String text(Envelope envelope, String name) throws ProofException {
    return new String(payload(envelope, name), StandardCharsets.UTF_8);
  }
}
