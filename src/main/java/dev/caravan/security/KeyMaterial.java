package dev.caravan.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The text of an API key. Its 256 random bits cannot be guessed, so a plain SHA-256 of it is safe
 * to keep and quick to compare, which a password's slow hash would not be.
 */
record KeyMaterial(String text) {

  static final int SHORTEST = 32;
  private static final int PREFIX = 10;

  static KeyMaterial random() {
    String name = HexFormat.of().formatHex(Secrets.random(3));
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.random(32));
    return new KeyMaterial("crv_" + name + "_" + secret);
  }

  /** What is shown of the key: enough to recognise, too little to use. */
  String prefix() {
    return text.substring(0, Math.min(PREFIX, text.length() / 4));
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return prefix() + "…";
  }
}
