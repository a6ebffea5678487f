package com.pharmaserv.repave.model;

import java.util.regex.Pattern;

/** An image by recipe name and content digest: the same recipe and inputs give the same id. */
public record ImageId(String name, String digest) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** Digest characters shown to people. */
  public static final int SHORT_LENGTH = 12;

  public ImageId {
    Names.require("image", name);
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException(
          "image digest '" + digest + "' must be 64 hexadecimal digits (SHA-256)");
    }
  }

  /** Reads {@code name@digest} with the full digest, as journals and the local cloud write it. */
  public static ImageId parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("image id '" + text + "' must look like name@digest");
    }
    return new ImageId(text.substring(0, at), text.substring(at + 1));
  }

  /** {@code name@digest} in full. */
  public String full() {
    return name + "@" + digest;
  }

  @Override
  public String toString() {
    return name + "@" + digest.substring(0, SHORT_LENGTH);
  }
}
