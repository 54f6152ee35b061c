package dev.caravan.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Tells whether two secrets are the same without keeping either: under a key of this installation,
 * so that nobody finds one by guessing.
 */
@Component
public class Fingerprints {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 8;

  private final SecretKeySpec key;

  Fingerprints(Secrets secrets) {
    this.key =
        new SecretKeySpec(
            secrets.getOrKeep("fingerprint_key", () -> Secrets.random(32)), ALGORITHM);
  }

  /**
   * The same for the same secret and purpose.
   *
   * @param purpose what it belongs to: equal secrets of others look different
   */
  public String of(byte[] secret, String purpose) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(purpose.getBytes(UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(secret), 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
