package dev.caravan.secret;

import java.util.Base64;
import java.util.Optional;

/** Reads base64 in all ways in which it is written: wrapped, for addresses, without its end. */
public final class Base64Text {

  private Base64Text() {}

  /** The bytes; empty where the text is no base64. */
  public static Optional<byte[]> decoded(String text) {
    String plain =
        text.replaceAll("\\s", "").replace('-', '+').replace('_', '/').replaceAll("=+$", "");
    try {
      return Optional.of(Base64.getDecoder().decode(plain));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }
}
