package dev.caravan.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.failure.PermanentFailure;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Seals secrets of other systems before they are stored: AES-256-GCM under {@code
 * CARAVAN_ENCRYPTION_KEY}, or under a key made at first start and kept beside them, which hides
 * them from a reader of single tables but not from one who has the whole database.
 */
@Component
public class Vault {

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;

  Vault(SecuritySettings settings, Secrets secrets) {
    byte[] material =
        settings.encryptionKey().isEmpty()
            ? secrets.getOrKeep("encryption_key", () -> Secrets.random(32))
            : settings.encryptionKey().getBytes(UTF_8);
    this.key = new SecretKeySpec(sha256(material), "AES");
    checkAgainstFirstStart(secrets);
  }

  /** Another key than the one that sealed what is stored would be noticed too late otherwise. */
  private void checkAgainstFirstStart(Secrets secrets) {
    String known = "caravan";
    byte[] sealed = secrets.getOrKeep("encryption_check", () -> seal(known, "check"));
    open(sealed, "check");
  }

  /**
   * Seals a secret.
   *
   * @param purpose what it belongs to, such as a table and row: it opens for the same purpose only
   */
  public byte[] seal(String secret, String purpose) {
    byte[] nonce = Secrets.random(NONCE);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, secret.getBytes(UTF_8), purpose);
    return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
  }

  /** Opens what {@link #seal} made for the same purpose. */
  public String open(byte[] sealed, String purpose) {
    ByteBuffer buffer = ByteBuffer.wrap(sealed);
    byte[] nonce = new byte[NONCE];
    buffer.get(nonce);
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    return new String(run(Cipher.DECRYPT_MODE, nonce, rest, purpose), UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] input, String purpose) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw PermanentFailure.configuration(
          "A stored secret does not open: CARAVAN_ENCRYPTION_KEY must be the one that sealed it");
    }
  }

  private static byte[] sha256(byte[] material) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(material);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
