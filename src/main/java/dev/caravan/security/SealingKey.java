package dev.caravan.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key that seals secrets, and the id by which what it sealed names it. */
final class SealingKey {

  static final int ID_BYTES = 4;

  private final SecretKey key;
  private final byte[] id;

  private SealingKey(SecretKey key, byte[] id) {
    this.key = key;
    this.id = id;
  }

  static SealingKey of(byte[] material) {
    byte[] bytes = sha256(material);
    // Of a hash of the key itself: says nothing about it, and is the same at every start.
    return new SealingKey(new SecretKeySpec(bytes, "AES"), Arrays.copyOf(sha256(bytes), ID_BYTES));
  }

  SecretKey key() {
    return key;
  }

  byte[] id() {
    return id.clone();
  }

  boolean hasId(byte[] other) {
    return Arrays.equals(id, other);
  }

  /** The id for people. */
  String name() {
    return HexFormat.of().formatHex(id);
  }

  @Override
  public String toString() {
    return "SealingKey[" + name() + "]";
  }

  private static byte[] sha256(byte[] material) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(material);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
